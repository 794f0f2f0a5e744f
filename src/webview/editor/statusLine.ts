/** How long something is said that is over soon, ms. */
const SAID = 6000;

/** What is wrong, and where to go to mend it. */
export interface Trouble {
  readonly message: string;
  /** `undefined`: not in the text. */
  readonly line: number | undefined;
  /** How many more errors there are. */
  readonly more: number;
  readonly go: () => void;
}

/**
 * The line above the strips: seed and draw when all is well, the first error in words when not. Both take the same
 * height unless a message is long, so that nothing moves while one types.
 */
export class StatusLine {
  readonly element = document.createElement('div');
  private readonly info = document.createElement('p');
  private readonly banner = document.createElement('button');
  private readonly said = document.createElement('span');
  private silence: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    this.said.className = 'said';
    this.element.className = 'status-line';
    this.element.setAttribute('role', 'status');
    this.banner.type = 'button';
    this.banner.className = 'banner';
    this.banner.hidden = true;
    this.element.append(this.info, this.banner);
  }

  setInfo(parts: readonly string[]): void {
    this.info.replaceChildren(
      ...parts.map((part) => {
        const span = document.createElement('span');
        span.textContent = part;
        return span;
      }),
      // What is said stays, whatever is redrawn meanwhile.
      ...(this.said.isConnected ? [this.said] : []),
    );
  }

  /** Says something that is over soon. */
  say(text: string): void {
    clearTimeout(this.silence);
    this.said.textContent = this.said.title = text;
    this.info.append(this.said);
    this.silence = setTimeout(() => this.said.remove(), SAID);
  }

  setTrouble(trouble: Trouble | undefined): void {
    this.banner.hidden = trouble === undefined;
    this.info.hidden = trouble !== undefined;
    this.element.classList.toggle('troubled', trouble !== undefined);
    if (trouble === undefined) return;
    const { message, line, more, go } = trouble;
    const icon = document.createElement('span');
    icon.className = 'codicon codicon-error';
    icon.setAttribute('aria-hidden', 'true');
    const text = document.createElement('span');
    text.className = 'banner-text';
    const where = document.createElement('strong');
    where.textContent = line === undefined ? '' : `Line ${line}: `;
    const rest = more === 0 ? '' : ` (and ${more} more ${more === 1 ? 'error' : 'errors'})`;
    text.append(where, message, rest);
    this.banner.replaceChildren(icon, text);
    this.banner.title = line === undefined ? message : 'Go to the place in the text';
    this.banner.onclick = go;
  }
}
