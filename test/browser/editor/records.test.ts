import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { launchChromium } from '../../../scripts/lib/chromium.mjs';
import { judgeRecords, type RecordReading } from '../../../src/records';
import { parseSpec, recordKey } from '../../../src/spec';
import { compile } from '../../../src/synthesis';
import { madeUp } from '../../unit/records/fixture';
import { SMALL } from '../../unit/spec/texts';
import { openEditor, type OpenEditor } from '../page';
import { cursorAfter, eventually, plottedStrips } from './support';

let browser: Browser;
let editor: OpenEditor;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());
afterEach(() => editor.close());

const spec = (noise: string): string => `${SMALL}noise:
  - ${noise}
`;
const TEXT = spec('{ type: recording, file: noise/ma.hea, rms: 0.1 mV }');
const KEY = recordKey({ file: 'noise/ma.hea', signal: 0, rate: null });

/** The samples that a text's strip has with this recording, in steps. */
function stripOf(text: string, reading?: RecordReading): number[] {
  const parsed = parseSpec(text);
  const { records } = judgeRecords(parsed, new Map(reading ? [[KEY, reading]] : []));
  return [...compile(parsed.spec!, records).generate('NSR', 0).samples];
}

/** Opens a text, with this recording on disk. */
async function open(text: string, reading?: RecordReading): Promise<void> {
  editor = await openEditor(browser, text, {
    prepare: (host) => void (reading && host.records.set('noise/ma.hea', reading)),
  });
}

/** Waits until the strip on the screen is this one. */
const showsStrip = (wanted: readonly number[]): Promise<unknown> =>
  eventually(
    async () => {
      const [strip] = await plottedStrips(editor);
      return strip?.samples.map((mV) => Math.round(mV / 0.001)).join() === wanted.join();
    },
    (same) => same,
  );

describe('noise from a recording', () => {
  it('is in the strips of the preview as it is in the data set, from the first that is called drawn', async () => {
    await open(TEXT, madeUp(30, 360));
    await editor.settled();
    const [strip] = await plottedStrips(editor);
    expect(strip!.samples.map((mV) => Math.round(mV / 0.001))).toEqual(stripOf(TEXT, madeUp(30, 360)));
    expect(editor.host.wanted).toEqual([{ file: 'noise/ma.hea', signal: 0, rate: null }]);
    expect(await editor.page.locator('.banner').isVisible()).toBe(false);
    expect(editor.complaints).toEqual([]);
  });

  it('is left out while its file is missing, which is said, and follows the file', async () => {
    await open(TEXT);
    await editor.settled();
    await showsStrip(stripOf(TEXT));
    const banner = editor.page.locator('.banner');
    await banner.waitFor();
    expect(await banner.innerText()).toBe(
      'Line 12: There is no file `noise/ma.hea`. The strips are without this noise.',
    );
    // The rest is as it should be, and not greyed as old.
    expect(await editor.page.locator('.strips.stale').count()).toBe(0);
    await editor.page.locator('.squiggly-error').waitFor();

    const first = madeUp(30, 360);
    await editor.host.changeRecord('noise/ma.hea', first);
    await showsStrip(stripOf(TEXT, first));
    await banner.waitFor({ state: 'hidden' });
    await eventually(
      () => editor.page.locator('.squiggly-error').count(),
      (count) => count === 0,
    );

    const second = madeUp(40, 250);
    await editor.host.changeRecord('noise/ma.hea', second);
    await showsStrip(stripOf(TEXT, second));

    await editor.host.changeRecord('noise/ma.hea', madeUp(3, 360));
    await banner.waitFor();
    expect(await banner.innerText()).toContain('lasts 3 s, and a strip gets up to 10 s of it.');
    await showsStrip(stripOf(TEXT));
  });

  it('is asked for when the text names another, and let go of when it names none', async () => {
    await open(TEXT, madeUp(30, 360));
    await editor.settled();
    await editor.host.changeTo(spec('{ type: recording, file: noise/em.npy, rate: 360 Hz }'));
    await eventually(
      () => editor.host.wanted,
      (wanted) => wanted.length === 1 && wanted[0]!.file === 'noise/em.npy',
    );
    // A text that is no spec for a moment asks for nothing else.
    await editor.host.changeTo(spec('{ type: recording, file: noise/em.npy, rate: 360 }'));
    await editor.page.locator('.banner', { hasText: '360 Hz' }).waitFor();
    expect(editor.host.wanted).toHaveLength(1);
    const plain = spec('{ type: white, rms: 0.1 mV }');
    await editor.host.changeTo(plain);
    await showsStrip(stripOf(plain));
    expect(editor.host.wanted).toEqual([]);
    expect(editor.host.errors).toEqual([]);
  });

  it('is offered by the files that there are', async () => {
    await open(spec('{ type: recording, file: x }'), madeUp(30, 360));
    await editor.page.locator('.banner').waitFor();
    await cursorAfter(editor, 'file: x');
    await editor.page.keyboard.press('Backspace');
    await editor.page.keyboard.press('Control+Space');
    const row = editor.page.locator('.suggest-widget.visible .monaco-list-row', { hasText: 'noise/ma.hea' });
    await row.click();
    await eventually(
      () => editor.host.text,
      (text) => text === spec('{ type: recording, file: noise/ma.hea }'),
    );
  });
});
