import { beforeEach, describe, expect, it } from 'vitest';
import { exampleText, type OpenEditor } from '../page';
import { eventually, useEditor } from './support';

const opened = useEditor({ width: 1500, height: 950 });
let editor: OpenEditor;
beforeEach(() => {
  editor = opened();
});

const STRIP = '.strip[data-class="NSR"]';
const label = (): Promise<string> => editor.page.locator(`${STRIP} .calipers-label`).innerText();

/** Where the R peaks of the strip are, px of the page and s. */
function peaks(): Promise<{ x: number; y: number; seconds: number }[]> {
  return editor.page.evaluate((strip) => {
    const trace = document.querySelector<
      HTMLElement & { marks: readonly { x: number; y: number; seconds: number }[] }
    >(`${strip} ecg-trace`)!;
    const box = trace.getBoundingClientRect();
    return trace.marks.map(({ x, y, seconds }) => ({ x: box.left + x, y: box.top + y, seconds }));
  }, STRIP);
}

describe('calipers on a strip', () => {
  it('close on R peaks, and say milliseconds, rate and millivolts; a click takes them away', async () => {
    const [first, second] = await peaks();
    const { mouse } = editor.page;
    await mouse.move(first!.x + 1, first!.y + 20);
    await mouse.down();
    await mouse.move(second!.x - 1, first!.y + 30, { steps: 5 });
    await mouse.up();
    const ms = Math.round((second!.seconds - first!.seconds) * 1000);
    expect(await label()).toMatch(new RegExp(`^${ms} ms · ${Math.round(60_000 / ms)} /min · 0\\.\\d\\d mV$`));
    await mouse.click(first!.x + 60, first!.y + 30);
    await editor.page.locator(`${STRIP} .calipers`).waitFor({ state: 'hidden' });
  });

  it('are moved by arrow keys from edge to edge, and taken away by Escape', async () => {
    await editor.page.locator(`${STRIP} .paper`).focus();
    await editor.page.keyboard.press('ArrowRight');
    const before = await label();
    await editor.page.keyboard.press('ArrowRight');
    expect(Number.parseInt(await label())).toBeGreaterThan(Number.parseInt(before));
    await editor.page.keyboard.press('Shift+ArrowLeft');
    await editor.page.keyboard.press('Escape');
    await editor.page.locator(`${STRIP} .calipers`).waitFor({ state: 'hidden' });
  });

  it('write what they measure into the spec', async () => {
    const [first, second] = await peaks();
    const { mouse } = editor.page;
    await mouse.move(first!.x, first!.y + 20);
    await mouse.down();
    await mouse.move(second!.x, first!.y + 30, { steps: 5 });
    await mouse.up();
    await editor.page.locator(`${STRIP} .measured`).getByText(/^RR/).click();
    const dialog = editor.page.locator('.interval-dialog');
    const bpm = Math.round(60 / (second!.seconds - first!.seconds));
    await eventually(
      () => dialog.locator('input').inputValue(),
      (value) => value === String(bpm),
    );
    await dialog.getByText('Write into the Spec').click();
    // The middle of 55..100 bpm becomes what was measured.
    await eventually(
      () => editor.host.text,
      (text) => !/NSR:[^#]*?rate: 55\.\.100 bpm/.test(text.slice(0, text.indexOf('  AF:'))),
    );
    const [, low, high] = /NSR:[\s\S]*?rate: ([\d.]+)\.\.([\d.]+) bpm/.exec(editor.host.text)!;
    expect((Number(low) + Number(high)) / 2).toBeCloseTo(bpm, 0);
  });
});

describe('an interval under a strip', () => {
  it('is set to another: what changes is said first, and it is one step to undo', async () => {
    await editor.page
      .locator(STRIP)
      .getByRole('button', { name: /PR interval|^\d+ ms$/ })
      .first()
      .click();
    const dialog = editor.page.locator('.interval-dialog');
    await dialog.locator('input').fill('200');
    await eventually(
      () => dialog.locator('li').allInnerTexts(),
      (lines) => lines.some((line) => line.startsWith('normal.P.at:')),
    );
    expect(await dialog.innerText()).toContain('Also changed:');
    await dialog.locator('input').press('Enter');
    await eventually(
      () => editor.host.text,
      (text) => !text.includes('QRS onset - 105..125 ms'),
    );
    expect(editor.host.received.filter(({ type }) => type === 'edit')).toHaveLength(1);
    await editor.settled();
    const pr = await eventually(
      () => editor.page.locator(`${STRIP} dl`).innerText(),
      (text) => /PR\s*(19\d|20\d) ms/.test(text),
    );
    expect(pr).toMatch(/QRS/);
  });

  it('is refused, with the reason, where the spec cannot have it', async () => {
    await editor.page
      .locator(STRIP)
      .getByRole('button', { name: /PR interval|^\d+ ms$/ })
      .first()
      .click();
    const dialog = editor.page.locator('.interval-dialog');
    await dialog.locator('input').fill('9000');
    await dialog.locator('.refusal').waitFor();
    await dialog.getByText('Cancel').click();
    expect(editor.host.text).toBe(await exampleText());
  });
});

describe('what is shown', () => {
  it('is saved and printed by VS Code: the strip, at this draw, speed and gain', async () => {
    await editor.page.getByLabel('Paper speed').selectOption('50');
    await editor.page.locator(STRIP).getByRole('button', { name: 'Save, copy or print the strip' }).click();
    await editor.page.keyboard.press('Enter');
    const sent = await eventually(
      () => editor.host.received.filter((message) => message.type === 'export'),
      (found) => found.length === 1,
    );
    expect(sent[0]).toEqual({
      type: 'export',
      to: 'save',
      wish: { subject: { kind: 'strips', classes: ['NSR'], index: 0 }, draw: 0, speed: 50, gain: 10 },
    });
  });

  it('is copied as a picture', async () => {
    await editor.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await editor.page.getByRole('button', { name: 'Save, copy or print the beat' }).click();
    await editor.page.getByRole('menuitem', { name: 'Copy Picture' }).click();
    await editor.page.getByText('The picture is in the clipboard.').waitFor();
    const size = await editor.page.evaluate(async () => {
      const [item] = await navigator.clipboard.read();
      const picture = await createImageBitmap(await item!.getType('image/png'));
      return [picture.width, picture.height];
    });
    expect(size[0]).toBeGreaterThan(300);
    expect(size[1]).toBeGreaterThan(100);
  });
});
