import {
  applyChanges,
  diffTexts,
  sequentialChanges,
  type EditorSettings,
  type FromEditor,
  type TextChange,
  type ToEditor,
} from '../../protocol';

/** The document as the session sees it; the extension puts a TextDocument behind it. */
export interface SharedText {
  readonly text: string;
  readonly version: number;
  readonly eol: '\n' | '\r\n';
  readonly readOnly: boolean;
  /**
   * Replaces parts of the text as one undo step. Every change, also this one, comes back through
   * `DocumentSession.documentChanged`.
   * @returns false when the text changed in the meantime or may not be changed
   */
  replace(changes: readonly TextChange[]): Promise<boolean>;
}

/** One view of the document. */
export interface SessionView {
  post(message: ToEditor): void;
}

type Edit = Extract<FromEditor, { type: 'edit' }>;

/** One stay of a view, from joining to leaving. */
type Visit = object;

interface Author {
  readonly view: SessionView;
  readonly visit: Visit | undefined;
}

/**
 * Everybody who edits one document through the custom editor. The document is the only truth:
 * edits of the views go into it one after the other, and each change of it, whoever made it,
 * goes to every view but the one that asked for it. Whose change it was is read off the change
 * itself (it leads to the text that the edit under way leads to), so that a change by somebody
 * else in the same moment is never taken for an own one.
 */
export class DocumentSession {
  /** Each view with the visit it is on: a page that is loaded anew knows nothing of the edits of the one before. */
  private readonly views = new Map<SessionView, Visit>();
  private text: string;
  private version: number;
  private eol: string;
  private queue: Promise<void> = Promise.resolve();
  private underWay: { author: Author; id: number; expected: string; answered: boolean } | undefined;

  constructor(
    private readonly document: SharedText,
    private settings: EditorSettings,
    private readonly report: (message: string) => void,
  ) {
    this.text = document.text;
    this.version = document.version;
    this.eol = document.eol;
  }

  get viewCount(): number {
    return this.views.size;
  }

  /** The view is ready: it gets the whole state now and every change from now on. */
  join(view: SessionView): void {
    this.views.set(view, {});
    this.sendState(view);
  }

  leave(view: SessionView): void {
    this.views.delete(view);
  }

  /** Changes what every view was told about the settings. */
  useSettings(settings: EditorSettings): void {
    this.settings = settings;
    for (const view of this.views.keys()) view.post({ type: 'settings', settings });
  }

  /**
   * Queues an edit of a view; the promise ends when the view has its answer. What was typed in a view that has left
   * meanwhile is not lost where it still fits; nobody waits for its answer.
   */
  edit(view: SessionView, edit: Edit): Promise<void> {
    const author = { view, visit: this.views.get(view) };
    const next = this.queue.then(() => this.apply(author, edit));
    this.queue = next.catch((error: unknown) => {
      this.refuse(author, edit.id, error instanceof Error ? error.message : String(error));
    });
    return this.queue;
  }

  /**
   * The document changed.
   * @param changes as VS Code reports them, each offset referring to the text after those before it
   */
  documentChanged(changes: readonly TextChange[]): void {
    const { text, version, eol } = this.document;
    const before = this.text;
    if (text === before && version === this.version) return;
    this.text = text;
    this.version = version;
    const edit = this.underWay;
    const own = edit !== undefined && !edit.answered && edit.expected === text ? edit : undefined;
    if (own !== undefined) {
      own.answered = true;
      this.accept(own.author, own.id);
    }
    if (eol !== this.eol) {
      // Every line moved: a list of changes would be the whole text anyway.
      this.eol = eol;
      for (const view of this.views.keys()) this.sendState(view);
      return;
    }
    const reported = reportedChanges(before, text, changes);
    for (const [view, visit] of this.views) {
      if (own === undefined || view !== own.author.view || visit !== own.author.visit)
        view.post({ type: 'changed', version, changes: reported });
    }
  }

  private async apply(author: Author, edit: Edit): Promise<void> {
    if (this.document.readOnly) return this.refuse(author, edit.id, 'The file is read-only.');
    if (edit.version !== this.document.version) {
      return this.refuse(author, edit.id, 'The document changed in the meantime.');
    }
    const changes = edit.changes.map((change) => ({
      ...change,
      text: change.text.replace(/\r\n|\r|\n/g, this.document.eol),
    }));
    const expected = applyChanges(this.document.text, changes);
    if (expected === this.document.text) {
      this.accept(author, edit.id);
      return;
    }
    const underWay = { author, id: edit.id, expected, answered: false };
    this.underWay = underWay;
    try {
      const applied = await this.document.replace(changes);
      if (underWay.answered) {
        // A view that breaks its lines differently would count its offsets differently from here on.
        if (changes.some((change, i) => change.text !== edit.changes[i]?.text) && this.isHere(author))
          this.sendState(author.view);
        return;
      }
      this.refuse(
        author,
        edit.id,
        applied ? 'The document came out different.' : 'The document changed in the meantime.',
      );
    } finally {
      this.underWay = undefined;
    }
  }

  private accept(author: Author, id: number): void {
    if (this.isHere(author)) author.view.post({ type: 'accepted', id, version: this.document.version });
  }

  private refuse(author: Author, id: number, reason: string): void {
    this.report(`Edit ${id} was refused: ${reason}`);
    if (!this.isHere(author)) return;
    author.view.post({ type: 'rejected', id, reason });
    this.sendState(author.view);
  }

  private isHere({ view, visit }: Author): boolean {
    return visit !== undefined && this.views.get(view) === visit;
  }

  private sendState(view: SessionView): void {
    const { text, version, eol, readOnly } = this.document;
    view.post({ type: 'state', text, version, eol, readOnly, settings: this.settings });
  }
}

/** What VS Code reported as changes to the text before, or the plain difference where the two disagree. */
function reportedChanges(
  before: string,
  after: string,
  changes: readonly TextChange[],
): readonly TextChange[] {
  try {
    const merged = sequentialChanges(changes);
    if (applyChanges(before, merged) === after) return merged;
  } catch {
    // Offsets that do not fit each other.
  }
  return diffTexts(before, after);
}
