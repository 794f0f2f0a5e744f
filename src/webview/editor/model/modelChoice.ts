export interface ModelChoiceOptions {
  /** Asks the host for a model. */
  choose(): void;
  /** No model shall read any more. */
  stop(): void;
}

/** Which model reads the strips, if any, and what is wrong with it. */
export class ModelChoice {
  readonly element = document.createElement('select');
  /** Why nothing is read. */
  readonly trouble = document.createElement('p');
  private name: string | undefined;

  constructor(private readonly options: ModelChoiceOptions) {
    const { element, trouble } = this;
    element.className = 'choice model';
    element.title = 'A trained model whose probabilities stand under every strip';
    element.setAttribute('aria-label', 'Read with a model');
    element.addEventListener('change', () => this.chosen(element.value));
    trouble.className = 'model-trouble';
    trouble.setAttribute('role', 'status');
    this.show(undefined);
    this.setTrouble(undefined);
  }

  /** @param name of the model that reads; undefined: none */
  show(name: string | undefined): void {
    this.name = name;
    this.element.replaceChildren(
      new Option(name === undefined ? 'Model…' : 'Stop reading', ''),
      ...(name === undefined ? [] : [new Option(name, 'present')]),
      new Option(name === undefined ? 'Read with a model…' : 'Read with another model…', 'choose'),
    );
    this.element.value = this.present;
  }

  /** Says why nothing is read; undefined: all is well. */
  setTrouble(message: string | undefined): void {
    const { trouble } = this;
    trouble.hidden = message === undefined;
    if (message === trouble.textContent) return;
    const icon = document.createElement('span');
    icon.className = 'codicon codicon-warning';
    icon.setAttribute('aria-hidden', 'true');
    trouble.replaceChildren(...(message === undefined ? [] : [icon, message]));
    trouble.title = message ?? '';
  }

  private get present(): string {
    return this.name === undefined ? '' : 'present';
  }

  private chosen(value: string): void {
    // The choice stays as it is until the host has answered.
    this.element.value = this.present;
    if (value === 'choose') this.options.choose();
    else if (value === '' && this.name !== undefined) this.options.stop();
  }
}
