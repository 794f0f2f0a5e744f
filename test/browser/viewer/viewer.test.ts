import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { bundleFile, NODE } from '../../../scripts/lib/bundle.mjs';
import { launchChromium } from '../../../scripts/lib/chromium.mjs';
import { generateDataset } from '../../../src/dataset';
import { parseSpec } from '../../../src/spec';
import { choicesOf, numbersOf, type Source, type Table } from '../../../src/viewer';
import { openSource, setFileOf } from '../../../src/viewer/sources';
import { eventually } from '../editor/support';
import { exampleText } from '../page';
import { THEMES, type ThemeName } from '../themes';
import { openViewer, type OpenViewer } from './support';

let browser: Browser;
let folder: string;
let set: string;
let viewer: OpenViewer;
let table: Table;

beforeAll(async () => {
  browser = await launchChromium();
  folder = mkdtempSync(join(tmpdir(), 'ecgspec-viewer-'));
  set = join(folder, 'set');
  const text = await exampleText();
  const { spec } = parseSpec(text);
  const workerFile = await bundleFile(NODE, 'src/dataset/worker.ts', join(folder, 'worker.js'));
  const strips = { strips: 60 };
  await generateDataset({
    ...{
      spec: spec!,
      source: new TextEncoder().encode(text),
      directory: set,
      workerFile,
      generator: 'test 1',
    },
    ...strips,
  });
  table = await openSource(join(set, 'manifest.json')).load(() => undefined, new AbortController().signal);
});
afterAll(async () => {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
});
afterEach(() => viewer.close());

const open = (options = {}): Promise<OpenViewer> =>
  openViewer(browser, () => openSource(join(set, 'manifest.json')), options);

/** The text of the rows that are seen, cell by cell. */
const rows = (): Promise<string[][]> =>
  viewer.page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('.grid-row:not([hidden])')].map((row) =>
      [...row.children].map((cell) => cell.textContent ?? ''),
    ),
  );
const status = (): Promise<string> => viewer.page.locator('.status').innerText();
const strip = (): Promise<string | null> =>
  viewer.page.locator('.strip-picture svg').getAttribute('aria-label', { timeout: 20_000 });

describe('the viewer of a data set', () => {
  it('shows the strips with their measures, and the first one on paper with its truth', async () => {
    viewer = await open();
    await eventually(rows, (seen) => seen.length > 5 && seen[0]![1] === '0');
    const seen = await rows();
    const headings = await viewer.page.locator('[role=columnheader]').allInnerTexts();
    const pr = headings.findIndex((heading) => heading.startsWith('PR'));
    const { values } = numbersOf(table, 'pr');
    seen.forEach((cells, row) => {
      const value = values[row]!;
      expect(cells[pr]).toBe(Number.isNaN(value) ? '–' : String(Math.round(value)));
    });
    const first = table.columns[0]!.kind === 'choice' ? table.columns[0]! : undefined;
    expect(await strip()).toContain(first!.names[first!.codes[0]!]!);
    expect(await viewer.page.locator('.strip-picture svg text', { hasText: 'QRS' }).count()).toBeGreaterThan(
      3,
    );
    expect(viewer.complaints).toEqual([]);
    expect(viewer.errors).toEqual([]);
  });

  it('filters by class and by a measure, and counts what is left', async () => {
    viewer = await open();
    await eventually(status, (text) => text.startsWith(`${table.rows} strips`));
    const { names, codes } = choicesOf(table, 'class');
    await viewer.page.getByRole('checkbox', { name: new RegExp(`^${names[0]}`) }).uncheck();
    const without = [...codes].filter((code) => code !== 0).length;
    await eventually(status, (text) => text.startsWith(`${without} of ${table.rows} strips`));
    await viewer.page.getByLabel('Limit a measure or drawn value').selectOption('rate');
    await viewer.page.getByLabel('Rate (bpm), at least').fill('80');
    const { values } = numbersOf(table, 'rate');
    const left = [...codes.keys()].filter((row) => codes[row] !== 0 && values[row]! >= 80);
    expect(left.length).toBeGreaterThan(0);
    await eventually(status, (text) => text.startsWith(`${left.length} of ${table.rows} strips`));
    const seen = await eventually(rows, (now) => now[0]?.[1] === String(left[0]));
    expect(seen.map(([, number]) => Number(number))).toEqual(left.slice(0, seen.length));
    // A page that is loaded anew finds its filters again.
    await viewer.page.reload();
    await eventually(status, (text) => text.startsWith(`${left.length} of ${table.rows} strips`));
    await viewer.page.getByLabel('Rate (bpm), at most').fill('1');
    await eventually(status, (text) => text.startsWith('0 of'));
    expect(await viewer.page.locator('.rows .empty').isVisible()).toBe(true);
    expect(viewer.errors).toEqual([]);
  });

  it('sorts by a column, up, down, and not', async () => {
    viewer = await open();
    await eventually(rows, (seen) => seen[0]?.[1] === '0');
    const { values } = numbersOf(table, 'rate');
    const known = [...values.keys()].filter((row) => !Number.isNaN(values[row]!));
    const slowest = known.reduce((a, b) => (values[b]! < values[a]! ? b : a));
    const fastest = known.reduce((a, b) => (values[b]! > values[a]! ? b : a));
    const header = viewer.page.getByRole('columnheader', { name: 'Rate (bpm)' });
    for (const [row, way] of [
      [slowest, 'ascending'],
      [fastest, 'descending'],
      [0, 'none'],
    ] as const) {
      await header.getByRole('button').click();
      await eventually(rows, (seen) => seen[0]?.[1] === String(row));
      expect(await header.getAttribute('aria-sort')).toBe(way);
    }
  });

  it('is used by keyboard: rows, marks, and what a screen reader is told', async () => {
    viewer = await open();
    await eventually(rows, (seen) => seen[0]?.[1] === '0');
    const grid = viewer.page.getByRole('grid');
    await grid.focus();
    await viewer.page.keyboard.press('ArrowDown');
    await viewer.page.keyboard.press('ArrowDown');
    expect(await grid.getAttribute('aria-activedescendant')).toBe('place-2');
    await viewer.page.keyboard.press(' ');
    await eventually(status, (text) => text.endsWith('1 marked'));
    await viewer.page.keyboard.press('Shift+ArrowDown');
    await eventually(status, (text) => text.endsWith('2 marked'));
    const selected = viewer.page.locator('[role=row][aria-selected=true]');
    await eventually(
      () => selected.count(),
      (count) => count === 2,
    );
    expect(await selected.first().getAttribute('aria-rowindex')).toBe('4');
    await viewer.page.keyboard.press('End');
    await eventually(rows, (seen) => seen.at(-1)?.[1] === String(table.rows - 1));
    await eventually(strip, (words) => words !== null && words.includes(classOf(table.rows - 1)));
    await viewer.page.getByRole('button', { name: 'Export CSV' }).click();
    await eventually(
      () => viewer.actions,
      (done) => JSON.stringify(done) === JSON.stringify([['list', [2, 3]]]),
    );
    await grid.focus();
    await viewer.page.keyboard.press('Control+a');
    await eventually(status, (text) => text.endsWith(`${table.rows} marked`));
  });

  it('draws distributions by class, and says them in a table', async () => {
    viewer = await open();
    await viewer.page.getByRole('tab', { name: 'Distributions' }).click();
    await eventually(
      () => viewer.page.locator('figure .js-plotly-plot').count(),
      (count) => count >= 8,
    );
    const titles = await viewer.page.locator('figcaption').allInnerTexts();
    for (const title of ['RR (ms)', 'PR (ms)', 'QRS (ms)', 'QT (ms)', 'R amplitude (mV)'])
      expect(titles).toContain(title);
    const { names } = choicesOf(table, 'class');
    expect(await viewer.page.locator('.distributions tbody th').allInnerTexts()).toEqual([...names]);
    expect(viewer.complaints).toEqual([]);
    expect(viewer.errors).toEqual([]);
  });

  it('asks for the spec at the strip that is shown', async () => {
    viewer = await open();
    await eventually(rows, (seen) => seen[0]?.[1] === '0');
    await viewer.page.locator('.grid-row').nth(3).click();
    await eventually(
      strip,
      (words) => words !== null && words.includes(` ${numbersOf(table, 'index').values[3]},`),
    );
    await viewer.page.getByRole('button', { name: 'Open Spec at This Strip' }).click();
    await eventually(
      () => viewer.actions,
      (done) => JSON.stringify(done) === '[["openSpec",3]]',
    );
  });

  it('follows the theme, high contrast too', async () => {
    viewer = await open({ theme: 'light' });
    await strip();
    for (const name of ['light', 'dark', 'hc-dark', 'hc-light'] as ThemeName[]) {
      await viewer.setTheme(name);
      viewer.session.setPaper(false);
      const background = THEMES[name].colors['editor-background'];
      await eventually(
        () => viewer.page.locator('.strip-picture svg > rect').getAttribute('fill'),
        (fill) => fill === background,
      );
    }
    expect(viewer.complaints).toEqual([]);
  });
});

const classOf = (row: number): string => {
  const { names, codes } = choicesOf(table, 'class');
  return names[codes[row]!]!;
};

describe('a set that cannot be shown', () => {
  it('says why and what to do, and leaves the text as a way on', async () => {
    const incomplete = mkdtempSync(join(folder, 'incomplete-'));
    writeFileSync(join(incomplete, 'INCOMPLETE.json'), '{}');
    viewer = await openViewer(browser, () => openSource(join(incomplete, 'manifest.json')));
    await eventually(
      () => viewer.page.getByRole('alert').innerText(),
      (text) => text.includes('was not finished; go on with it by: ecgspec generate'),
    );
    await viewer.page.getByRole('button', { name: 'Open as Text' }).click();
    await eventually(
      () => viewer.actions.length,
      (count) => count === 1,
    );
  });

  it('names the file that is damaged, of one strip too', async () => {
    const source = openSource(join(set, 'manifest.json'));
    const fail = (): never => {
      throw new Error('train-00000.signals.npy ends too early; the data set is damaged, generate it again.');
    };
    const damaged: Source = {
      info: source.info,
      load: (onProgress, signal) => source.load(onProgress, signal),
      strip: fail,
      measure: () => [0, 0, 0],
      record: fail,
      recordName: String,
    };
    viewer = await openViewer(browser, () => damaged);
    await eventually(
      () => viewer.page.getByRole('alert').innerText(),
      (text) => text.startsWith('train-00000.signals.npy ends too early'),
    );
    expect((await rows()).length).toBeGreaterThan(5);
  });
});

describe('recordings of people', () => {
  const REAL = fileURLToPath(new URL('../../../examples/real', import.meta.url));

  it('are shown with their labels and the R peaks that are found, and without a way to a spec', async () => {
    viewer = await openViewer(browser, () => openSource(setFileOf(REAL)));
    await eventually(status, (text) => text.startsWith('400 strips'));
    await eventually(strip, (words) => words !== null && words.includes('R peaks as found by ECG Spec'));
    expect(await viewer.page.getByRole('button', { name: 'Open Spec at This Strip' }).isVisible()).toBe(
      false,
    );
    // Only what tells strips apart is offered as a filter: all are of lead II.
    expect(await viewer.page.locator('legend').allInnerTexts()).toEqual(['Class', 'sex', 'Limits']);
    await viewer.page.getByRole('tab', { name: 'Distributions' }).click();
    await eventually(
      () => viewer.page.locator('figcaption').allInnerTexts(),
      (titles) => titles.join() === 'RR (ms),Rate (bpm),R amplitude (mV)',
    );
    expect(viewer.complaints).toEqual([]);
    expect(viewer.errors).toEqual([]);
  });
});

describe('a million strips', () => {
  const ROWS = 1_000_000;
  const million: Source = {
    info: {
      ...{ title: 'A million', folder: '/', facts: [], classTitles: {}, hasSpec: false },
      signalBytes: 1e10,
      late: 'Amplitudes',
    },
    load: async () => ({
      rows: ROWS,
      columns: [
        {
          kind: 'choice',
          id: 'class',
          label: 'Class',
          names: ['A', 'B'],
          codes: Uint32Array.from({ length: ROWS }, (_, i) => i % 2),
        },
        {
          kind: 'number',
          id: 'index',
          label: 'Index',
          unit: '',
          digits: 0,
          values: Uint32Array.from({ length: ROWS }, (_, i) => i),
        },
      ],
    }),
    strip: (row) => ({
      strip: {
        samples: new Int16Array(500),
        truth: { class: 'A', index: row, beats: [], loosePs: [], rhythms: [] },
      },
      ...{ title: `strip ${row}`, rate: 100, resolution: 0.001, lead: 'II' },
    }),
    measure: () => [],
    record: () => {
      throw new Error('Nobody exports it.');
    },
    recordName: String,
  };

  it('are scrolled through to the last one, a few hundred crossing at a time', async () => {
    viewer = await openViewer(browser, () => million);
    await eventually(rows, (seen) => seen[0]?.[1] === '0');
    const grid = viewer.page.getByRole('grid');
    expect(await grid.getAttribute('aria-rowcount')).toBe('1000001');
    // By the bar: to the middle.
    await grid.evaluate((element) => (element.scrollTop = (element.scrollHeight - element.clientHeight) / 2));
    const middle = await eventually(
      rows,
      (seen) => seen.length > 5 && seen.every(([, number]) => number !== '…') && seen[0]![1] !== '0',
    );
    const at = Number(middle[0]![1]!.replaceAll(',', ''));
    expect(at).toBeGreaterThan(499_000);
    expect(at).toBeLessThan(501_000);
    // By the wheel: three rows, not the thousands that three pixels of the bar are.
    await grid.hover();
    await viewer.page.mouse.wheel(0, 72);
    await eventually(rows, (seen) => Math.abs(Number(seen[0]![1]!.replaceAll(',', '')) - at - 3) <= 1);
    await grid.focus();
    await viewer.page.keyboard.press('End');
    await eventually(rows, (seen) => seen.at(-1)?.[1] === '999,999');
    await viewer.page.keyboard.press('ArrowUp');
    await eventually(
      () => grid.getAttribute('aria-activedescendant'),
      (id) => id === 'place-999998',
    );
    const asked = viewer.received.flatMap((message) => (message.type === 'rows' ? [message.count] : []));
    expect(Math.max(...asked)).toBeLessThanOrEqual(500);
    expect(asked.length).toBeLessThan(30);
  });

  it('tell what amplitudes would cost before they are measured', async () => {
    viewer = await openViewer(browser, () => million);
    await eventually(
      () => viewer.page.locator('.late').innerText(),
      (text) => text === 'Amplitudes need every sample of the set, 10.0 GB.',
    );
  });
});
