import type { Locator } from 'playwright-core';
import { beforeEach, describe, expect, it } from 'vitest';
import { exampleText, type OpenEditor } from '../page';
import { cursorAfter, eventually, plottedStrips, useEditor } from './support';

const opened = useEditor({ width: 1500, height: 950 });
let editor: OpenEditor;
beforeEach(async () => {
  editor = opened();
  await handle('P').waitFor();
});

function handle(wave: string, kind = 'peak', side?: number): Locator {
  const end = side === undefined ? '' : `[data-side="${side}"]`;
  return editor.page.locator(`.handle[data-kind="${kind}"][data-wave="${wave}"]${end}`);
}

/** Takes hold of a handle, moves it by pixels, and does something before it is let go. */
async function drag(
  at: Locator,
  [dx, dy]: readonly [number, number],
  before: () => Promise<void> = async () => {},
): Promise<void> {
  const { mouse } = editor.page;
  const box = (await at.locator('.target').boundingBox())!;
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await mouse.move(x, y);
  await mouse.down();
  await mouse.move(x + dx / 2, y + dy / 2);
  await mouse.move(x + dx, y + dy, { steps: 4 });
  await before();
  await mouse.up();
}

function edits(): number {
  return editor.host.received.filter(({ type }) => type === 'edit').length;
}

/** The lines that differ from the example's. */
async function newLines(): Promise<string[]> {
  const before = (await exampleText()).split('\n');
  return editor.host.text.split('\n').filter((line, i) => line !== before[i]);
}

const readout = (): Promise<string> => editor.page.locator('.beat-readout').innerText();
const plotted = (): Promise<string> => editor.page.locator('.beat-select').inputValue();

describe('a wave that is dragged on the beat plot', () => {
  it('follows the pointer, its strips with it, and is one edit of the numbers concerned', async () => {
    const strips = await plottedStrips(editor);
    await drag(handle('T'), [0, -60], async () => {
      await eventually(readout, (text) => /^T · 0\.[4-9]\d* mV/.test(text));
      expect(await editor.page.locator('.drag-value').innerText()).toMatch(/^0\.\d+ mV · R \+ 270 ms$/);
      // Strips are those of the text that is not written yet.
      await eventually(
        () => plottedStrips(editor),
        (now) => JSON.stringify(now[0]!.samples) !== JSON.stringify(strips[0]!.samples),
      );
      expect(edits()).toBe(0);
    });
    await eventually(edits, (count) => count === 1);
    expect(await newLines()).toEqual([
      expect.stringMatching(
        /^ {4}T: \{ amplitude: 0\.[4-9]\d* mV ± 0\.1 mV, at: R \+ 270 ms ± 15 ms, rise: 48 ms ± 5 ms, fall: 31 ms ± 3 ms \}$/,
      ),
    ]);
    const text = editor.host.text;
    await editor.settled();
    await editor.page.locator('.monaco-editor textarea.inputarea').focus();
    await editor.page.keyboard.press('Control+Z');
    await eventually(
      () => editor.host.text,
      (now) => now !== text,
    );
    expect(editor.host.text).toBe(await exampleText());
  });

  it('has its width and its spreads dragged once it is chosen', async () => {
    await handle('P').click();
    await drag(handle('P', 'fall'), [12, 0]);
    await eventually(edits, (count) => count === 1);
    expect(await newLines()).toEqual([
      expect.stringMatching(/width: (2[5-9]|3\d) ms ± 2 ms, rate-shift: 5 ms/),
    ]);
    await editor.settled();
    await drag(handle('P', 'amplitude-spread', 1), [0, -20]);
    await eventually(edits, (count) => count === 2);
    expect(await newLines()).toEqual([
      expect.stringMatching(/amplitude: 0\.12 mV ± 0\.(0[5-9]|[12]\d*) mV, at/),
    ]);
  });

  it('asks where to write what is inherited: here alone, for all, or not at all', async () => {
    await editor.page.locator('.beat-select').selectOption('pre-excited');
    await eventually(plotted, (name) => name === 'pre-excited');
    await handle('delta').waitFor();
    const ask = editor.page.locator('.ask-where');
    await drag(handle('P'), [0, -25]);
    await ask.waitFor();
    expect(await ask.innerText()).toContain('pre-excited has its P wave from normal.');
    await ask.getByText('Cancel').click();
    await ask.waitFor({ state: 'hidden' });
    expect(edits()).toBe(0);

    await drag(handle('P'), [0, -25]);
    await ask.getByText('Change pre-excited only').click();
    await eventually(edits, (count) => count === 1);
    expect(await newLines()).toEqual([
      expect.stringMatching(/^ {4}P: \{ at: QRS onset .*, amplitude: 0\.\d+ mV ± 0\.04 mV \}$/),
    ]);
  });

  it('stays chosen where its beat type inherits it: its widths are dragged too', async () => {
    await editor.page.locator('.beat-select').selectOption('no-p');
    await eventually(plotted, (name) => name === 'no-p');
    // Its beat is drawn a moment after it is chosen; until then the handles are those of the one before.
    await handle('P').waitFor({ state: 'detached' });
    await handle('T').click();
    await handle('T', 'fall').waitFor();
    expect(await readout()).toMatch(/^T · 0\.28 mV/);
    await drag(handle('T', 'fall'), [12, 0]);
    const ask = editor.page.locator('.ask-where');
    await ask.getByText('Change no-p only').click();
    await eventually(edits, (count) => count === 1);
    expect(await newLines()).toEqual([
      expect.stringMatching(/^ {2}no-p: \{ extends: normal, P: none, T: \{ fall: \d+ ms ± 3 ms \} \}$/),
    ]);
  });

  it('is moved by keys, which are one change until they rest; Escape takes it back', async () => {
    await handle('P').focus();
    for (const key of ['ArrowUp', 'ArrowUp', 'ArrowRight', 'Shift+ArrowUp'])
      await editor.page.keyboard.press(key);
    await eventually(edits, (count) => count === 1);
    expect(await newLines()).toEqual([
      expect.stringContaining('amplitude: 0.141 mV ± 0.04 mV, at: QRS onset - 100..120 ms'),
    ]);
    await editor.settled();
    await editor.page.keyboard.press('ArrowDown');
    await editor.page.keyboard.press('Escape');
    await new Promise((resolve) => setTimeout(resolve, 1000));
    expect(edits()).toBe(1);
    expect(await handle('P').getAttribute('aria-valuetext')).toMatch(/^0\.141 mV/);
  });

  it('goes on where others change the text elsewhere, and is dropped where they change the same numbers', async () => {
    await drag(handle('T'), [0, -60], async () => {
      await editor.host.changeTo(`# A first line.\n${editor.host.text}`);
      await eventually(readout, (text) => /^T · 0\.[4-9]/.test(text));
    });
    await eventually(edits, (count) => count === 1);
    const lines = editor.host.text.split('\n');
    expect(lines[0]).toBe('# A first line.');
    expect(lines.find((line) => line.startsWith('    T:'))).toMatch(/amplitude: 0\.[4-9]\d* mV ± 0\.1 mV/);

    await editor.settled();
    await drag(handle('T'), [0, -30], async () => {
      await editor.host.changeTo(editor.host.text.replace(/T: \{ amplitude: \S+/, 'T: { amplitude: 0.2'));
      await eventually(readout, (text) => text.includes('was changed elsewhere'));
    });
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(edits()).toBe(1);
    expect(editor.host.text).toContain('T: { amplitude: 0.2 mV ± 0.1 mV');
  });

  it('cannot be moved while the text has errors, or may not be written', async () => {
    await editor.host.changeTo(editor.host.text.replace('seed: 1', 'seed: x'));
    await editor.page.locator('.beat-panel.stale').waitFor();
    await drag(handle('T'), [0, -60]);
    expect(edits()).toBe(0);
  });
});

describe('text and beat plot', () => {
  it('show the same: the wave at the cursor stands out, and a click on a wave moves the cursor', async () => {
    await cursorAfter(editor, 'T: {', 'pvc:');
    await eventually(plotted, (name) => name === 'pvc');
    await eventually(readout, (text) => text.startsWith('T · −0.45 mV') || text.startsWith('T · -0.45 mV'));
    await handle('R').click();
    await eventually(readout, (text) => text.startsWith('R · 1.5 mV'));
    await editor.page.locator('.monaco-editor textarea.inputarea').focus();
    await editor.page.keyboard.type('#');
    await eventually(
      () => editor.host.text,
      (text) => text.includes('    #R: { amplitude: { value: 1.5 mV'),
    );
  });

  it('go to a wave of another beat type in one step: the wave stands out when its beat is drawn', async () => {
    await cursorAfter(editor, 'no-p');
    await eventually(plotted, (name) => name === 'no-p');
    await editor.page
      .locator('.view-line')
      .filter({ hasText: /T:.*0\.12.mV/ })
      .click();
    await eventually(plotted, (name) => name === 'pvc');
    await eventually(readout, (text) => /^T · [−-]0\.45 mV/.test(text));
  });

  it('close the plot, and keep it closed', async () => {
    const button = editor.page.getByText('Beat plot', { exact: true });
    await button.click();
    await editor.page.locator('.beat-panel').waitFor({ state: 'hidden' });
    await editor.page.waitForTimeout(400);
    await editor.page.reload();
    await editor.settled();
    expect(await editor.page.locator('.beat-panel').isVisible()).toBe(false);
  });
});
