import type { monaco } from './text/monaco';

/** What the page remembers of itself, apart from the document; kept while the page is hidden or reloaded. */
export interface ViewState {
  /** Cursor, scroll and folds of the text. */
  readonly text?: monaco.editor.ICodeEditorViewState;
  /** Scroll of the strips, px. */
  readonly scroll?: number;
  /** Share of the page that the text takes. */
  readonly share?: number;
  readonly draw?: number;
  /** A strip that is drawn in place of its class's first one: of the data set, so of the first draw. */
  readonly strip?: { readonly class: string; readonly index: number } | undefined;
  /** ECG paper here; absent: as the setting says. */
  readonly paper?: boolean;
}

/** Writes the state a few times a second at most. */
export class StateKeeper {
  private state: ViewState;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly collectors: (() => ViewState)[] = [];

  constructor(
    initial: ViewState | undefined,
    private readonly write: (state: ViewState) => void,
  ) {
    this.state = initial ?? {};
    window.addEventListener('pagehide', () => this.flush());
  }

  get current(): ViewState {
    return this.state;
  }

  /** Adds something that is read only when the state is written. */
  collect(collector: () => ViewState): void {
    this.collectors.push(collector);
  }

  /** Says that there is something new to remember. */
  update(change: ViewState = {}): void {
    this.state = { ...this.state, ...change };
    this.timer ??= setTimeout(() => this.flush(), 200);
  }

  private flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    for (const collector of this.collectors) this.state = { ...this.state, ...collector() };
    this.write(this.state);
  }
}
