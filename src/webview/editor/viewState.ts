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
  /** Whether a change of the text is a new draw; absent: it is not. */
  readonly unlocked?: boolean;
  /** Which strip of a class is shown, from 0; absent: the first. */
  readonly indices?: Readonly<Record<string, number>>;
  /** How many strips of a class are shown small; absent: none. */
  readonly galleries?: Readonly<Record<string, number>>;
  /** Of the paper, mm/s and mm/mV. */
  readonly speed?: number;
  readonly gain?: number;
  /** Whether the beat plot is open; absent: it is. */
  readonly plot?: boolean;
  /** The beat type that it shows. */
  readonly beat?: string;
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
