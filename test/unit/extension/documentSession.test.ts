import { describe, expect, it } from 'vitest';
import {
  applyChanges,
  TextSync,
  type EditorSettings,
  type TextChange,
  type ToEditor,
} from '../../../src/protocol';
import { DocumentSession, type SharedText } from '../../../src/extension/editor/documentSession';

const SETTINGS: EditorSettings = { paper: true, fontFamily: 'mono', fontSize: 14, tabSize: 2 };

/** A document that behaves like VS Code's: versions, refusal of edits that come too late, events after the fact. */
class FakeDocument implements SharedText {
  version = 1;
  readOnly = false;
  eol: '\n' | '\r\n' = '\n';
  onChange: (changes: readonly TextChange[]) => void = () => {};
  /** Runs between the request of an edit and its arrival: the place for somebody else's change. */
  beforeApply: () => void = () => {};

  constructor(public text: string) {}

  /** Somebody changes the document at once, as undo or another editor does. */
  change(changes: readonly TextChange[]): void {
    this.text = applyChanges(this.text, changes);
    this.version++;
    // VS Code reports changes from the end of the text to its beginning.
    this.onChange([...changes].sort((a, b) => b.offset - a.offset));
  }

  async replace(changes: readonly TextChange[]): Promise<boolean> {
    const { version } = this;
    await Promise.resolve();
    this.beforeApply();
    if (version !== this.version) return false;
    this.change(changes);
    return true;
  }
}

/** A page: keeps its own text in step through TextSync, as the real one does. */
class View {
  sync: TextSync | undefined;
  text = '';
  readonly log: ToEditor['type'][] = [];

  constructor(readonly session: DocumentSession) {
    session.join(this);
  }

  post(message: ToEditor): void {
    this.log.push(message.type);
    if (message.type === 'state') {
      if (this.sync === undefined) {
        this.sync = new TextSync(message.text, message.version);
        this.text = message.text;
      } else {
        this.text = applyChanges(this.text, this.sync.state(message.text, message.version));
      }
    } else if (message.type === 'changed') {
      this.text = applyChanges(this.text, this.sync!.changed(message.version, message.changes));
    } else if (message.type === 'accepted') {
      this.sync!.accepted(message.id, message.version);
    } else if (message.type === 'rejected') {
      this.sync!.rejected(message.id);
    }
  }

  type(offset: number, length: number, text: string): void {
    const change = [{ offset, length, text }];
    this.text = applyChanges(this.text, change);
    this.sync!.typed(change);
  }

  /** Sends until everything typed is in the document. */
  async flush(): Promise<void> {
    for (let edit = this.sync!.take(); edit !== undefined; edit = this.sync!.take()) {
      await this.session.edit(this, { type: 'edit', ...edit });
    }
  }
}

function start(
  text: string,
  eol: '\n' | '\r\n' = '\n',
): { document: FakeDocument; session: DocumentSession } {
  const document = new FakeDocument(text);
  document.eol = eol;
  const session = new DocumentSession(document, SETTINGS, () => {});
  document.onChange = (changes) => session.documentChanged(changes);
  return { document, session };
}

describe('a document session', () => {
  it('answers a new view with the whole state', () => {
    const { session } = start('title: x\n');
    const view = new View(session);
    expect(view.log).toEqual(['state']);
    expect(view.text).toBe('title: x\n');
  });

  it('puts an edit into the document and tells only the other views', async () => {
    const { document, session } = start('abc');
    const one = new View(session);
    const two = new View(session);
    one.type(1, 1, 'XY');
    await one.flush();
    expect(document.text).toBe('aXYc');
    expect(two.text).toBe('aXYc');
    expect(one.log).toEqual(['state', 'accepted']);
    expect(two.log).toEqual(['state', 'changed']);
  });

  it('loses nothing when two views type at the same time', async () => {
    const { document, session } = start('0123456789');
    const one = new View(session);
    const two = new View(session);
    one.type(0, 0, 'one ');
    two.type(10, 0, ' two');
    await Promise.all([one.flush(), two.flush()]);
    expect(document.text).toBe('one 0123456789 two');
    expect(one.text).toBe(document.text);
    expect(two.text).toBe(document.text);
  });

  it('gives a foreign change in the same moment to the author of the edit too, and takes the edit afterwards', async () => {
    const { document, session } = start('abc');
    const view = new View(session);
    document.beforeApply = () => {
      document.beforeApply = () => {};
      document.change([{ offset: 3, length: 0, text: '!' }]);
    };
    view.type(0, 0, '>');
    await view.flush();
    expect(view.log).toEqual(['state', 'changed', 'rejected', 'state', 'accepted']);
    expect(document.text).toBe('>abc!');
    expect(view.text).toBe('>abc!');
  });

  it('tells every view about undo and other foreign changes of several places', () => {
    const { document, session } = start('one two three');
    const one = new View(session);
    const two = new View(session);
    document.change([
      { offset: 0, length: 3, text: '1' },
      { offset: 8, length: 5, text: '3' },
    ]);
    expect(document.text).toBe('1 two 3');
    expect(one.text).toBe('1 two 3');
    expect(two.text).toBe('1 two 3');
  });

  it('keeps offsets right in a file with CR LF', async () => {
    const { document, session } = start('a: 1\r\nb: 2\r\n', '\r\n');
    const one = new View(session);
    const two = new View(session);
    one.type(6, 0, 'new: 0\n');
    await one.flush();
    expect(document.text).toBe('a: 1\r\nnew: 0\r\nb: 2\r\n');
    expect(one.text).toBe(document.text);
    expect(two.text).toBe(document.text);
  });

  it('sends the whole state when the line ends change', () => {
    const { document, session } = start('a\nb');
    const view = new View(session);
    document.text = 'a\r\nb';
    document.eol = '\r\n';
    document.version++;
    session.documentChanged([]);
    expect(view.log).toEqual(['state', 'state']);
    expect(view.text).toBe('a\r\nb');
  });

  it('refuses to change a read-only file', async () => {
    const { document, session } = start('abc');
    document.readOnly = true;
    const view = new View(session);
    await session.edit(view, {
      type: 'edit',
      id: 1,
      version: 1,
      changes: [{ offset: 0, length: 1, text: '' }],
    });
    expect(document.text).toBe('abc');
    expect(view.log).toEqual(['state', 'rejected', 'state']);
  });

  it('refuses an edit that does not fit the text, and goes on', async () => {
    const { document, session } = start('abc');
    const view = new View(session);
    await session.edit(view, {
      type: 'edit',
      id: 1,
      version: 1,
      changes: [{ offset: 2, length: 9, text: '' }],
    });
    expect(view.log).toEqual(['state', 'rejected', 'state']);
    view.type(3, 0, 'd');
    await view.flush();
    expect(document.text).toBe('abcd');
  });

  it('tells nothing to a view that has left', async () => {
    const { document, session } = start('abc');
    const view = new View(session);
    session.leave(view);
    document.change([{ offset: 0, length: 0, text: 'x' }]);
    await session.edit(view, { type: 'edit', id: 1, version: 2, changes: [] });
    expect(view.log).toEqual(['state']);
    expect(session.viewCount).toBe(0);
  });
});
