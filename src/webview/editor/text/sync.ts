import {
  diffTexts,
  sequentialChanges,
  TextSync,
  type EditorCommand,
  type ExportWish,
  type FromEditor,
  type TextChange,
  type ToEditor,
} from '../../../protocol';
import { monaco } from './monaco';

/** Typing is sent once it rests this long, so that a word is one undo step, ms. */
const REST = 250;
/** Typing without rest is sent this often, ms. */
const LONGEST_WAIT = 1000;

type DocumentMessage = Extract<ToEditor, { type: 'state' | 'changed' | 'accepted' | 'rejected' }>;

/** Keeps Monaco's text and VS Code's document the same; the rules are in `TextSync`. */
export class DocumentLink {
  private sync: TextSync | undefined;
  private applying = false;
  private replacing = false;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private waitingSince = 0;
  private last: TextChange | undefined;
  private readonly commands: Extract<FromEditor, { type: 'command' | 'export' }>[] = [];

  constructor(
    private readonly model: monaco.editor.ITextModel,
    private readonly send: (message: FromEditor) => void,
  ) {
    model.onDidChangeContent((event) => {
      if (!this.applying) this.typed(event.changes);
    });
    // Whoever leaves the page, or presses a key that VS Code may take for a command such as closing the tab, must find
    // the document as it was typed: only then does VS Code know that there is something to save.
    for (const leaving of ['blur', 'pagehide']) window.addEventListener(leaving, () => this.flush());
    document.documentElement.addEventListener('mouseleave', () => this.flush());
    window.addEventListener('keydown', (event) => isCommandKey(event) && this.flush(), { capture: true });
  }

  /** The host says something about the document. */
  receive(message: DocumentMessage): void {
    if (message.type === 'state' && this.sync === undefined) {
      this.sync = new TextSync(message.text, message.version);
      this.quietly(() => {
        this.model.setEOL(endOfLine(message.eol));
        this.model.setValue(message.text);
      });
      return;
    }
    const sync = this.sync;
    if (sync === undefined) return;
    if (message.type === 'accepted') sync.accepted(message.id, message.version);
    else if (message.type === 'rejected') sync.rejected(message.id);
    else if (message.type === 'changed') this.show(sync.changed(message.version, message.changes));
    else this.show(sync.state(message.text, message.version));
    if (message.type !== 'rejected' && this.timer === undefined) this.flush();
    this.sendCommands();
  }

  /**
   * Asks the host to do something with the document, once the document has everything typed here.
   * @param className for `generateClass`
   */
  command(command: EditorCommand, className?: string): void {
    this.commands.push({
      type: 'command',
      command,
      ...(className === undefined ? {} : { class: className }),
    });
    this.flush();
    this.sendCommands();
  }

  /** Asks the host to save or print what is shown, once the document has everything typed here. */
  export(to: 'save' | 'print', wish: ExportWish): void {
    this.commands.push({ type: 'export', to, wish });
    this.flush();
    this.sendCommands();
  }

  /**
   * Replaces parts of the text as one edit and one undo step, such as a value that was dragged. The document gets it
   * as it is, moved along where others changed the text elsewhere, or not at all where they changed it there.
   * @param changes made to the text that Monaco shows now
   */
  replace(changes: readonly TextChange[]): void {
    this.flush();
    this.replacing = true;
    try {
      this.edit(changes);
    } finally {
      this.replacing = false;
    }
    this.flush();
  }

  private typed(changes: readonly monaco.editor.IModelContentChange[]): void {
    const list = sequentialChanges(
      changes.map(({ rangeOffset, rangeLength, text }) => ({
        offset: rangeOffset,
        length: rangeLength,
        text,
      })),
    );
    if (this.replacing) {
      this.last = undefined;
      this.sync?.replaced(list);
      return;
    }
    const only = list.length === 1 ? list[0] : undefined;
    // Typing somewhere else is another undo step.
    if (this.timer !== undefined && !continues(this.last, only)) this.flush();
    this.last = only;
    this.sync?.typed(list);
    const now = Date.now();
    if (this.timer === undefined) this.waitingSince = now;
    clearTimeout(this.timer);
    const wait = Math.max(0, Math.min(REST, this.waitingSince + LONGEST_WAIT - now));
    this.timer = setTimeout(() => this.flush(), wait);
  }

  /** Sends what was typed, if nothing is under way; otherwise the host's answer does. */
  flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const edit = this.sync?.take();
    if (edit !== undefined) this.send({ type: 'edit', ...edit });
  }

  private sendCommands(): void {
    if (this.sync?.idle !== true) return;
    for (const message of this.commands.splice(0)) this.send(message);
  }

  /** Makes Monaco show a foreign change as edits, so that cursors, folds and scroll stay. */
  private show(changes: readonly TextChange[]): void {
    const wanted = this.sync!.text;
    this.last = undefined;
    this.quietly(() => {
      // Another end of line in the whole document arrives as a change of all its text; cursors stay when it is not.
      const eol = endOfLine(wanted.includes('\r\n') ? '\r\n' : '\n');
      if (unified(wanted) === unified(this.model.getValue())) this.model.setEOL(eol);
      else if (changes.length > 1) this.edit(changes);
      if (this.model.getValue() === wanted) return;
      this.model.setEOL(eol);
      this.edit(diffTexts(this.model.getValue(), wanted));
    });
  }

  private edit(changes: readonly TextChange[]): void {
    if (changes.length === 0) return;
    this.model.applyEdits(
      changes.map(({ offset, length, text }) => ({
        range: monaco.Range.fromPositions(
          this.model.getPositionAt(offset),
          this.model.getPositionAt(offset + length),
        ),
        text,
      })),
    );
  }

  private quietly(action: () => void): void {
    this.applying = true;
    try {
      action();
    } finally {
      this.applying = false;
    }
  }
}

function isCommandKey({ key, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean {
  return ctrlKey || metaKey || altKey || /^F\d+$/.test(key);
}

function endOfLine(eol: string): monaco.editor.EndOfLineSequence {
  return eol === '\r\n' ? monaco.editor.EndOfLineSequence.CRLF : monaco.editor.EndOfLineSequence.LF;
}

function unified(text: string): string {
  return text.replaceAll('\r\n', '\n');
}

/** True when `next` goes on where `last` ended: typing forwards, or deleting backwards. */
function continues(last: TextChange | undefined, next: TextChange | undefined): boolean {
  if (last === undefined || next === undefined) return false;
  return next.offset === last.offset + last.text.length || next.offset + next.length === last.offset;
}
