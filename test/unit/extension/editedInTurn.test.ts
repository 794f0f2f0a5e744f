import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  applyChanges,
  diffTexts,
  TextSync,
  type FromEditor,
  type TextChange,
  type ToEditor,
} from '../../../src/protocol';
import { DocumentSession, type SharedText } from '../../../src/extension/editor/documentSession';

type Edit = Extract<FromEditor, { type: 'edit' }>;

/**
 * A document as VS Code has it: the truth in the main thread, with undo, and a copy in the extension host that hears
 * of changes later, in order. An edit of the extension is taken only if the truth is still at the copy's version, and
 * its answer comes behind the changes that were made before.
 */
class Workbench {
  text: string;
  version = 1;
  private past: string[] = [];
  private future: string[] = [];
  private readonly toMain: (() => void)[] = [];
  private readonly toHost: (() => void)[] = [];
  readonly copy: SharedText & { text: string; version: number };
  onChange: (changes: readonly TextChange[]) => void = () => {};

  constructor(text: string) {
    this.text = text;
    this.copy = {
      text,
      version: 1,
      eol: '\n',
      readOnly: false,
      replace: (changes) => {
        const asked = this.copy.version;
        return new Promise((resolve) => {
          this.toMain.push(() => {
            const fits = asked === this.version;
            if (fits) this.edit(changes);
            this.toHost.push(() => resolve(fits));
          });
        });
      },
    };
  }

  /** Typing in the text editor, an edit of the extension, or the file on disk that was changed and is read anew. */
  edit(changes: readonly TextChange[]): void {
    this.past.push(this.text);
    this.future = [];
    this.put(changes);
  }

  undo(): void {
    const before = this.past.pop();
    if (before === undefined) return;
    this.future.push(this.text);
    this.put(diffTexts(this.text, before));
  }

  redo(): void {
    const next = this.future.pop();
    if (next === undefined) return;
    this.past.push(this.text);
    this.put(diffTexts(this.text, next));
  }

  main(): boolean {
    const next = this.toMain.shift();
    next?.();
    return next !== undefined;
  }

  host(): boolean {
    const next = this.toHost.shift();
    next?.();
    return next !== undefined;
  }

  private put(changes: readonly TextChange[]): void {
    this.text = applyChanges(this.text, changes);
    const { text } = this;
    const version = ++this.version;
    this.toHost.push(() => {
      this.copy.text = text;
      this.copy.version = version;
      // VS Code reports changes from the end of the text to its beginning.
      this.onChange([...changes].sort((a, b) => b.offset - a.offset));
    });
  }
}

/** A panel with its page: messages take their time both ways, and the page can be loaded anew. */
class Panel {
  private sync: TextSync | undefined;
  shown = '';
  private inbox: ToEditor[] = [];
  private outbox: Edit[] = [];

  constructor(private readonly session: DocumentSession) {
    session.join(this);
  }

  get idle(): boolean {
    return this.sync !== undefined && this.sync.idle && this.inbox.length + this.outbox.length === 0;
  }

  post(message: ToEditor): void {
    this.inbox.push(message);
  }

  type(changes: readonly TextChange[]): void {
    if (this.sync === undefined) return;
    this.shown = applyChanges(this.shown, changes);
    this.sync.typed(changes);
  }

  drag(changes: readonly TextChange[]): void {
    if (this.sync === undefined) return;
    this.shown = applyChanges(this.shown, changes);
    this.sync.replaced(changes);
  }

  send(): void {
    const edit = this.sync?.take();
    if (edit !== undefined) this.outbox.push({ type: 'edit', ...edit });
  }

  deliver(): void {
    const edit = this.outbox.shift();
    if (edit !== undefined) void this.session.edit(this, edit);
  }

  receive(): void {
    const message = this.inbox.shift();
    if (message === undefined) return;
    const { sync } = this;
    if (sync === undefined) {
      if (message.type !== 'state') return;
      this.sync = new TextSync(message.text, message.version);
      this.shown = message.text;
    } else if (message.type === 'state')
      this.shown = applyChanges(this.shown, sync.state(message.text, message.version));
    else if (message.type === 'changed')
      this.shown = applyChanges(this.shown, sync.changed(message.version, message.changes));
    else if (message.type === 'accepted') sync.accepted(message.id, message.version);
    else if (message.type === 'rejected') sync.rejected(message.id);
    expect(this.shown).toBe(this.sync!.text);
  }

  /**
   * What the old page said comes before the new one says that it is ready, as a webview's messages keep their order, and
   * may still wait for its answer then; what it was to hear is lost.
   */
  reload(): void {
    while (this.outbox.length > 0) this.deliver();
    this.session.leave(this);
    this.inbox = [];
    this.sync = undefined;
    this.session.join(this);
  }
}

function open(text: string): { bench: Workbench; panels: [Panel, Panel] } {
  const bench = new Workbench(text);
  const session = new DocumentSession(
    bench.copy,
    { paper: true, fontFamily: 'mono', fontSize: 14, tabSize: 2 },
    () => {},
  );
  bench.onChange = (changes) => session.documentChanged(changes);
  return { bench, panels: [new Panel(session), new Panel(session)] };
}

/** Lets the session's promises go on. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

async function settle(bench: Workbench, panels: readonly Panel[]): Promise<void> {
  for (let round = 0; round < 1000; round++) {
    for (const panel of panels) {
      panel.receive();
      panel.send();
      panel.deliver();
    }
    await turn();
    const busy = [bench.main(), bench.host()].includes(true);
    await turn();
    if (!busy && panels.every(({ idle }) => idle)) return;
  }
  throw new Error('The panels and the document never came to rest.');
}

const START = 'R: 1.25 mV\nS: -0.3 mV\nT: 0.28 mV\n';
const NUMBER = /-?\d+(?:\.\d+)?/g;

const step = fc.record({
  what: fc.constantFrom(
    ...([
      'type',
      'type',
      'drag',
      'drag',
      'send',
      'send',
      'deliver',
      'deliver',
      'receive',
      'receive',
    ] as const),
    ...(['main', 'main', 'host', 'host', 'editor', 'disk', 'undo', 'redo', 'reload'] as const),
  ),
  panel: fc.constantFrom(0, 1),
  at: fc.nat(1000),
  length: fc.nat(3),
  text: fc.constantFrom('a', '', '\n', '7', '😀', '# note\n'),
});

function change(
  text: string,
  { at, length, text: put }: { at: number; length: number; text: string },
): TextChange[] {
  const offset = at % (text.length + 1);
  return [{ offset, length: Math.min(length, text.length - offset), text: put }];
}

/** Another number in place of one that stands in the text. */
function dragged(text: string, which: number, value: string): TextChange[] {
  const numbers = [...text.matchAll(NUMBER)];
  const found = numbers[which % Math.max(1, numbers.length)];
  return found ? [{ offset: found.index, length: found[0].length, text: value }] : [];
}

describe('two panels and a text editor on one file', () => {
  it('never diverge, whatever is typed, dragged, undone, changed on disk or loaded anew in turn', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 50 }), async (steps) => {
        const { bench, panels } = open(START);
        for (const { what, panel: number, ...where } of steps) {
          const panel = panels[number as 0 | 1];
          if (what === 'type') panel.type(change(panel.shown, where));
          else if (what === 'drag') panel.drag(dragged(panel.shown, where.at, `${where.at / 100}`));
          else if (what === 'editor') bench.edit(change(bench.text, where));
          else if (what === 'disk') bench.edit(diffTexts(bench.text, `# from disk\n${START}`));
          else if (what === 'undo' || what === 'redo' || what === 'main' || what === 'host') bench[what]();
          else panel[what]();
          await turn();
        }
        await settle(bench, panels);
        for (const panel of panels) expect(panel.shown).toBe(bench.text);
      }),
      { numRuns: 300 },
    );
  });

  it('write what was dragged whole and where it belongs, or not at all', async () => {
    const drags = fc.array(
      fc.record({
        who: fc.constantFrom(
          'panel',
          'panel',
          'editor',
          'note',
          'send',
          'deliver',
          'receive',
          'main',
          'host',
        ),
        panel: fc.constantFrom(0, 1),
        line: fc.nat(2),
      }),
      { maxLength: 50 },
    );
    await fc.assert(
      fc.asyncProperty(drags, async (list) => {
        const { bench, panels } = open(START);
        const written: Set<string>[] = [new Set(['1.25']), new Set(['-0.3']), new Set(['0.28'])];
        for (const [i, { who, panel: number, line }] of list.entries()) {
          const panel = panels[number as 0 | 1];
          const value = `${i + 10}.5`;
          const put = (text: string): TextChange[] => {
            const start = text.search(new RegExp(`^${'RST'[line]!}: `, 'm')) + 3;
            if (start < 3) return [];
            written[line]!.add(value);
            return [{ offset: start, length: text.indexOf(' mV', start) - start, text: value }];
          };
          if (who === 'panel') panel.drag(put(panel.shown));
          else if (who === 'editor') bench.edit(put(bench.text));
          else if (who === 'note') bench.edit([{ offset: 0, length: 0, text: '# note\n' }]);
          else if (who === 'main' || who === 'host') bench[who]();
          else panel[who]();
          await turn();
        }
        await settle(bench, panels);
        const values = /^(?:# note\n)*R: (.*) mV\nS: (.*) mV\nT: (.*) mV\n$/.exec(bench.text);
        expect(values, bench.text).not.toBeNull();
        for (const line of [0, 1, 2]) expect([...written[line]!]).toContain(values![line + 1]);
        for (const panel of panels) expect(panel.shown).toBe(bench.text);
      }),
      { numRuns: 300 },
    );
  });

  it('keep what was typed in a page just before it went', async () => {
    const { bench, panels } = open(START);
    const [panel] = panels;
    panel.receive();
    panel.type([{ offset: 0, length: 0, text: '# typed\n' }]);
    panel.send();
    panel.deliver();
    panel.reload();
    await settle(bench, panels);
    expect(bench.text).toBe(`# typed\n${START}`);
    for (const { shown } of panels) expect(shown).toBe(bench.text);
  });

  it('drop a drag that meets another hand at the same number, and keep one that meets none', async () => {
    for (const [foreign, after] of [
      [[{ offset: 5, length: 2, text: '5' }], 'R: 1.5 mV\n'],
      [[{ offset: 0, length: 0, text: '# note\n' }], '# note\nR: 2 mV\n'],
    ] as const) {
      const { bench, panels } = open('R: 1.25 mV\n');
      const [panel] = panels;
      panel.receive();
      panel.drag([{ offset: 3, length: 4, text: '2' }]);
      bench.edit(foreign);
      await settle(bench, panels);
      expect(bench.text).toBe(after);
      expect(panel.shown).toBe(after);
    }
  });
});
