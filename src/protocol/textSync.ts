import { applyChanges, composeChanges, diffTexts, transformChanges, type TextChange } from './textChange';

/** An edit for the host: changes to the text of `version`. */
export interface OutgoingEdit {
  readonly id: number;
  readonly version: number;
  readonly changes: readonly TextChange[];
}

/**
 * One view's side of a shared text, pure: the host owns the document and its versions, the view
 * types at once and tells the host. At any time
 *
 *     the view's text = base + sent + unsent
 *
 * where `base` is the host's text at `version`, `sent` is the one edit under way and `unsent` is
 * what was typed since. A foreign change is applied to the base, and both own lists are rebased
 * over it, so nothing typed is lost and every view ends with the host's text.
 *
 * The host accepts an edit only if its version is the document's, and answers every edit with
 * `accepted`, or with `rejected` and then a `state`; what the host sends arrives in order.
 */
export class TextSync {
  private base: string;
  private version: number;
  private sent: readonly TextChange[] | undefined;
  private unsent: readonly TextChange[] = [];
  private refused = false;
  private id = 0;

  constructor(text: string, version: number) {
    this.base = text;
    this.version = version;
  }

  /** True when the host has everything that was typed. */
  get idle(): boolean {
    return this.sent === undefined && this.unsent.length === 0;
  }

  /** The text that the view must show: the host's, with what it does not have yet. */
  get text(): string {
    return applyChanges(applyChanges(this.base, this.sent ?? []), this.unsent);
  }

  /** The view's text changed by `changes`. */
  typed(changes: readonly TextChange[]): void {
    this.unsent = composeChanges(this.unsent, changes);
  }

  /** The next edit to send, if there is one and none is under way. */
  take(): OutgoingEdit | undefined {
    if (this.sent !== undefined || this.unsent.length === 0) return undefined;
    this.sent = this.unsent;
    this.unsent = [];
    this.id++;
    return { id: this.id, version: this.version, changes: this.sent };
  }

  /** The host took edit `id`. */
  accepted(id: number, version: number): void {
    if (id !== this.id || this.sent === undefined) return;
    this.base = applyChanges(this.base, this.sent);
    this.version = version;
    this.sent = undefined;
  }

  /** The host refused edit `id`; it goes out again, rebased, after the state that follows. */
  rejected(id: number): void {
    if (id === this.id && this.sent !== undefined) this.refused = true;
  }

  /** Somebody else changed the document. @returns what the view's text must change by */
  changed(version: number, changes: readonly TextChange[]): readonly TextChange[] {
    this.base = applyChanges(this.base, changes);
    this.version = version;
    const sent = this.sent ?? [];
    const overSent = transformChanges(changes, sent, 'before');
    const overAll = transformChanges(overSent, this.unsent, 'before');
    if (this.sent !== undefined) this.sent = transformChanges(sent, changes, 'after');
    this.unsent = transformChanges(this.unsent, overSent, 'after');
    return overAll;
  }

  /**
   * The host says what the whole document is. A refused edit becomes unsent again; one that the
   * host has yet to answer stays under way. @returns what the view's text must change by
   */
  state(text: string, version: number): readonly TextChange[] {
    const needed = this.changed(version, diffTexts(this.base, text));
    if (this.refused) {
      this.unsent = composeChanges(this.sent ?? [], this.unsent);
      this.sent = undefined;
      this.refused = false;
    }
    return needed;
  }
}
