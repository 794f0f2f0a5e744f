import {
  applyChanges,
  composeChanges,
  diffTexts,
  invertChanges,
  touches,
  transformChanges,
  type TextChange,
} from './textChange';

/** An edit for the host: changes to the text of `version`. */
export interface OutgoingEdit {
  readonly id: number;
  readonly version: number;
  readonly changes: readonly TextChange[];
}

/** Changes that go to the host together, made to the text after the units before. */
interface Unit {
  readonly changes: readonly TextChange[];
  /** True for changes that mean something only as a whole, and only in the place they were made for. */
  readonly whole: boolean;
}

/**
 * One view's side of a shared text, pure: the host owns the document and its versions, the view
 * types at once and tells the host. At any time
 *
 *     the view's text = base + sent + waiting
 *
 * where `base` is the host's text at `version`, `sent` is the one edit under way and `waiting` is
 * what was done since. A foreign change is applied to the base, and all own units are rebased
 * over it, so nothing typed is lost and every view ends with the host's text. What was `replaced`
 * (a value that a drag wrote) is rebased over foreign changes elsewhere, and dropped by one that
 * touches it: half of one number beside half of another is nobody's intent.
 *
 * The host accepts an edit only if its version is the document's, and answers every edit with
 * `accepted`, or with `rejected` and then a `state`; what the host sends arrives in order.
 */
export class TextSync {
  private base: string;
  private version: number;
  private sent: Unit | undefined;
  private waiting: readonly Unit[] = [];
  private refused = false;
  private id = 0;

  constructor(text: string, version: number) {
    this.base = text;
    this.version = version;
  }

  /** True when the host has everything that was done here. */
  get idle(): boolean {
    return this.sent === undefined && this.waiting.length === 0;
  }

  /** The text that the view must show: the host's, with what it does not have yet. */
  get text(): string {
    return this.units().reduce((text, { changes }) => applyChanges(text, changes), this.base);
  }

  /** The view's text changed by `changes`. */
  typed(changes: readonly TextChange[]): void {
    this.waiting = joined([...this.waiting, { changes, whole: false }]);
  }

  /** The view's text changed by `changes`, which hold together: one edit of their own, that is dropped rather than misplaced. */
  replaced(changes: readonly TextChange[]): void {
    this.waiting = joined([...this.waiting, { changes, whole: true }]);
  }

  /** The next edit to send, if there is one and none is under way. */
  take(): OutgoingEdit | undefined {
    const [next, ...rest] = this.waiting;
    if (this.sent !== undefined || next === undefined) return undefined;
    this.sent = next;
    this.waiting = rest;
    this.id++;
    return { id: this.id, version: this.version, changes: next.changes };
  }

  /** The host took edit `id`. */
  accepted(id: number, version: number): void {
    if (id !== this.id || this.sent === undefined) return;
    this.base = applyChanges(this.base, this.sent.changes);
    this.version = version;
    this.sent = undefined;
  }

  /** The host refused edit `id`; it goes out again, rebased, after the state that follows. */
  rejected(id: number): void {
    if (id === this.id && this.sent !== undefined) this.refused = true;
  }

  /** Somebody else changed the document. @returns what the view's text must change by */
  changed(version: number, changes: readonly TextChange[]): readonly TextChange[] {
    const units: Unit[] = [];
    let text = this.base;
    let foreign = changes;
    for (const unit of this.units()) {
      const after = applyChanges(text, unit.changes);
      if (unit.whole && touches(unit.changes, foreign)) {
        units.push({ ...unit, changes: [] });
        foreign = composeChanges(invertChanges(text, unit.changes), foreign);
      } else {
        units.push({ ...unit, changes: transformChanges(unit.changes, foreign, 'after') });
        foreign = transformChanges(foreign, unit.changes, 'before');
      }
      text = after;
    }
    this.base = applyChanges(this.base, changes);
    this.version = version;
    if (this.sent !== undefined) this.sent = units.shift();
    this.waiting = joined(units);
    return foreign;
  }

  /**
   * The host says what the whole document is. A refused edit waits again; one that the host has yet
   * to answer stays under way. @returns what the view's text must change by
   */
  state(text: string, version: number): readonly TextChange[] {
    const needed = this.changed(version, diffTexts(this.base, text));
    if (this.refused) {
      this.waiting = joined(this.units());
      this.sent = undefined;
      this.refused = false;
    }
    return needed;
  }

  private units(): readonly Unit[] {
    return this.sent === undefined ? this.waiting : [this.sent, ...this.waiting];
  }
}

/** The same with one unit where typing follows typing, and without those that do nothing. */
function joined(units: readonly Unit[]): readonly Unit[] {
  const list: Unit[] = [];
  for (const unit of units) {
    if (unit.changes.length === 0) continue;
    const last = list.at(-1);
    if (last === undefined || last.whole || unit.whole) list.push(unit);
    else list[list.length - 1] = { changes: composeChanges(last.changes, unit.changes), whole: false };
  }
  return list.filter(({ changes }) => changes.length > 0);
}
