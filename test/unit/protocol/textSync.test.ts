import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  applyChanges,
  diffTexts,
  TextSync,
  type OutgoingEdit,
  type TextChange,
  type ToEditor,
} from '../../../src/protocol';

type Answer =
  | Extract<ToEditor, { type: 'accepted' | 'rejected' | 'changed' }>
  | { type: 'state'; text: string; version: number };

/** A document with versions and undo, as VS Code has it, and the views that show it. */
class Host {
  version = 1;
  readonly views: View[] = [];
  private readonly history: string[] = [];

  constructor(public text: string) {}

  change(changes: readonly TextChange[], by?: View): void {
    if (changes.length === 0) return;
    this.history.push(this.text);
    this.replace(changes, by);
  }

  undo(): void {
    const before = this.history.pop();
    if (before !== undefined) this.replace(diffTexts(this.text, before));
  }

  take(edit: OutgoingEdit, view: View): void {
    if (edit.version === this.version) {
      this.change(edit.changes, view);
      view.inbox.push({ type: 'accepted', id: edit.id, version: this.version });
    } else {
      view.inbox.push({ type: 'rejected', id: edit.id, reason: 'stale' });
      view.inbox.push({ type: 'state', text: this.text, version: this.version });
    }
  }

  private replace(changes: readonly TextChange[], by?: View): void {
    this.text = applyChanges(this.text, changes);
    this.version++;
    for (const view of this.views) {
      if (view !== by) view.inbox.push({ type: 'changed', version: this.version, changes });
    }
  }
}

/** A view: the text it shows, changed only by what it types and by what its sync tells it to. */
class View {
  shown: string;
  readonly inbox: Answer[] = [];
  readonly outbox: OutgoingEdit[] = [];
  readonly sync: TextSync;

  constructor(private readonly host: Host) {
    this.shown = host.text;
    this.sync = new TextSync(host.text, host.version);
    host.views.push(this);
  }

  type(changes: readonly TextChange[]): void {
    this.shown = applyChanges(this.shown, changes);
    this.sync.typed(changes);
  }

  send(): void {
    const edit = this.sync.take();
    if (edit !== undefined) this.outbox.push(edit);
  }

  /** The host handles the oldest message of this view. */
  deliver(): void {
    const edit = this.outbox.shift();
    if (edit !== undefined) this.host.take(edit, this);
  }

  /** The view handles the oldest message of the host. */
  receive(): void {
    const message = this.inbox.shift();
    if (message === undefined) return;
    if (message.type === 'accepted') this.sync.accepted(message.id, message.version);
    else if (message.type === 'rejected') this.sync.rejected(message.id);
    else if (message.type === 'changed')
      this.shown = applyChanges(this.shown, this.sync.changed(message.version, message.changes));
    else this.shown = applyChanges(this.shown, this.sync.state(message.text, message.version));
    expect(this.shown).toBe(this.sync.text);
  }
}

function settle(host: Host): void {
  for (let round = 0; round < 1000; round++) {
    for (const view of host.views) {
      view.send();
      view.deliver();
      while (view.inbox.length > 0) view.receive();
    }
    if (host.views.every((view) => view.sync.idle && view.inbox.length === 0)) return;
  }
  throw new Error('The views and the host never came to rest.');
}

const action = fc.record({
  what: fc.constantFrom('type', 'type', 'type', 'send', 'deliver', 'receive', 'receive', 'undo', 'external'),
  view: fc.nat(1),
  at: fc.nat(1000),
  length: fc.nat(4),
  text: fc.constantFrom('a', 'bc', '', '\r\n', '😀', '0.12 mV'),
});

function someChange(text: string, at: number, length: number, insert: string): TextChange[] {
  const offset = at % (text.length + 1);
  return [{ offset, length: Math.min(length, text.length - offset), text: insert }];
}

describe('TextSync', () => {
  it('never lets two views and the host diverge, whatever comes in between', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 12 }), fc.array(action, { maxLength: 60 }), (start, actions) => {
        const host = new Host(start);
        const views = [new View(host), new View(host)];
        for (const { what, view: number, at, length, text } of actions) {
          const view = views[number]!;
          if (what === 'type') view.type(someChange(view.shown, at, length, text));
          else if (what === 'send') view.send();
          else if (what === 'deliver') view.deliver();
          else if (what === 'receive') view.receive();
          else if (what === 'undo') host.undo();
          else host.change(someChange(host.text, at, length, text));
        }
        settle(host);
        for (const view of views) expect(view.shown).toBe(host.text);
      }),
      { numRuns: 1500 },
    );
  });

  it('loses nothing that was typed and duplicates nothing when nobody deletes', () => {
    fc.assert(
      fc.property(fc.array(action, { maxLength: 40 }), (actions) => {
        const host = new Host('start');
        const views = [new View(host), new View(host)];
        let count = 0;
        for (const { what, view: number, at } of actions) {
          const view = views[number]!;
          if (what === 'type' || what === 'external') {
            const mark = String.fromCharCode(0x4e00 + count++);
            if (what === 'type') view.type(someChange(view.shown, at, 0, mark));
            else host.change(someChange(host.text, at, 0, mark));
          } else if (what === 'send') view.send();
          else if (what === 'deliver') view.deliver();
          else if (what === 'receive') view.receive();
        }
        settle(host);
        expect(host.text.length).toBe('start'.length + count);
        for (let i = 0; i < count; i++) expect(host.text).toContain(String.fromCharCode(0x4e00 + i));
      }),
      { numRuns: 500 },
    );
  });

  it('keeps one edit under way and sends later typing as one', () => {
    const host = new Host('R: 1 mV');
    const view = new View(host);
    view.type([{ offset: 4, length: 0, text: '.' }]);
    view.send();
    view.type([{ offset: 5, length: 0, text: '2' }]);
    view.type([{ offset: 6, length: 0, text: '5' }]);
    view.send();
    expect(view.outbox).toHaveLength(1);
    view.deliver();
    view.receive();
    view.send();
    expect(view.outbox).toEqual([{ id: 2, version: 2, changes: [{ offset: 5, length: 0, text: '25' }] }]);
    expect(host.text).toBe('R: 1. mV');
    settle(host);
    expect(host.text).toBe('R: 1.25 mV');
  });

  it('sends a refused edit again on top of the foreign change', () => {
    const host = new Host('beats:\n');
    const view = new View(host);
    view.type([{ offset: 7, length: 0, text: 'typed' }]);
    view.send();
    host.change([{ offset: 0, length: 0, text: '# external\n' }]);
    settle(host);
    expect(host.text).toBe('# external\nbeats:\ntyped');
    expect(view.shown).toBe(host.text);
  });
});
