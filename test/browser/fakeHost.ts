import type { RecordReading } from '../../src/records';
import { recordKey, type RecordRef } from '../../src/spec';
import {
  applyChanges,
  diffTexts,
  type EditorSettings,
  type FromEditor,
  type TextChange,
  type ToEditor,
} from '../../src/protocol';

const SETTINGS: EditorSettings = { paper: false, fontFamily: 'monospace', fontSize: 14, tabSize: 2 };

/**
 * VS Code's side of the spec editor's border: a text document with versions, undo and redo. It
 * stands in for VS Code alone; the page on the other side is the real one.
 */
export class FakeHost {
  version = 1;
  readonly received: FromEditor[] = [];
  readonly errors: string[] = [];
  settings = SETTINGS;
  readOnly = false;
  /** What lies on disk, by the path that a spec names it by. */
  readonly records = new Map<string, RecordReading>();
  /** What the page asked for last. */
  wanted: readonly RecordRef[] = [];
  /** The text on disk. */
  saved: string;
  private readonly undoStack: string[] = [];
  private readonly redoStack: string[] = [];
  private post: (message: ToEditor) => Promise<void> = async () => {};

  constructor(public text: string) {
    this.saved = text;
  }

  get commands(): string[] {
    return this.received.flatMap((message) => (message.type === 'command' ? [message.command] : []));
  }

  connect(post: (message: ToEditor) => Promise<void>): void {
    this.post = post;
  }

  send(message: ToEditor): Promise<void> {
    return this.post(message);
  }

  /** Somebody else changes the document. */
  async change(changes: readonly TextChange[]): Promise<void> {
    this.undoStack.push(this.text);
    this.redoStack.length = 0;
    await this.replace(changes);
  }

  /** As `change`, from the text that is to be. */
  changeTo(text: string): Promise<void> {
    return this.change(diffTexts(this.text, text));
  }

  async receive(message: FromEditor): Promise<void> {
    this.received.push(message);
    if (message.type === 'ready') await this.sendState();
    else if (message.type === 'error') this.errors.push(message.message);
    else if (message.type === 'edit') await this.take(message);
    else if (message.type === 'stopModel') await this.post({ type: 'noModel' });
    else if (message.type === 'baseline') {
      if (message.of === null) return;
      const text = message.of === 'saved' ? this.saved : null;
      const reason = 'The spec lies in no git repository that VS Code has open.';
      await this.post({ type: 'baseline', of: message.of, text, ...(text === null ? { reason } : {}) });
    } else if (message.type === 'listRecordings')
      await this.post({ type: 'recordings', files: [...this.records.keys()] });
    else if (message.type === 'records') {
      this.wanted = message.wanted;
      for (const ref of message.wanted) await this.sendRecord(ref);
    } else if (message.type === 'command' && message.command === 'undo')
      await this.travel(this.undoStack, this.redoStack);
    else if (message.type === 'command' && message.command === 'redo')
      await this.travel(this.redoStack, this.undoStack);
  }

  /** A recording comes, changes, or goes. */
  async changeRecord(file: string, reading: RecordReading | undefined): Promise<void> {
    if (reading === undefined) this.records.delete(file);
    else this.records.set(file, reading);
    for (const ref of this.wanted) if (ref.file === file) await this.sendRecord(ref);
  }

  private sendRecord(ref: RecordRef): Promise<void> {
    const missing = { code: 'ECG501', message: `There is no file \`${ref.file}\`.` } as const;
    return this.post({ type: 'record', key: recordKey(ref), reading: this.records.get(ref.file) ?? missing });
  }

  private async take(edit: Extract<FromEditor, { type: 'edit' }>): Promise<void> {
    if (edit.version !== this.version) {
      await this.post({ type: 'rejected', id: edit.id, reason: 'stale' });
      await this.sendState();
      return;
    }
    this.undoStack.push(this.text);
    this.redoStack.length = 0;
    this.text = applyChanges(this.text, edit.changes);
    this.version++;
    await this.post({ type: 'accepted', id: edit.id, version: this.version });
  }

  private async travel(from: string[], to: string[]): Promise<void> {
    const text = from.pop();
    if (text === undefined) return;
    to.push(this.text);
    await this.replace(diffTexts(this.text, text));
  }

  private async replace(changes: readonly TextChange[]): Promise<void> {
    this.text = applyChanges(this.text, changes);
    this.version++;
    await this.post({ type: 'changed', version: this.version, changes });
  }

  private sendState(): Promise<void> {
    const { text, version, readOnly, settings } = this;
    const eol = text.includes('\r\n') ? '\r\n' : '\n';
    return this.post({ type: 'state', text, version, eol, readOnly, settings });
  }
}
