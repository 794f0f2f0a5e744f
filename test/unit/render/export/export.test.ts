import { PDFDocument } from '@cantoo/pdf-lib';
import { describe, expect, it } from 'vitest';
import { stripsCsv } from '../../../../src/render/export/csv';
import { PAPERS, stripPages } from '../../../../src/render/export/pages';
import { toPdf } from '../../../../src/render/export/pdf';
import { RATE, RESOLUTION, strip } from '../fixture';

const LOOK = { rate: RATE, resolution: RESOLUTION };
const picture = (seconds: number) => ({ strip: strip(seconds), title: 'Normal sinus rhythm' });

describe('strips as a table', () => {
  const text = stripsCsv([strip(2), strip(1, { name: 'AF', ectopic: 0 })], {
    ...LOOK,
    about: { spec: 'Two\nlines', seed: '7' },
  });
  const lines = text.trimEnd().split('\n');

  it('says what it is, then names every column with its unit', () => {
    expect(lines.slice(0, 3)).toEqual([
      '# spec: Two lines',
      '# seed: 7',
      'time (s),NSR (mV),NSR fiducials,AF (mV),AF fiducials',
    ]);
  });

  it('has a row a sample, with mV and the fiducials on it', () => {
    expect(lines).toHaveLength(3 + 2 * RATE);
    expect(lines[3 + 50]).toBe('0.5,1,R peak N,1,R peak V');
    expect(lines[3 + 30]).toBe('0.3,0,P onset,0,');
    // The shorter strip has ended.
    expect(lines[3 + 150]).toBe('1.5,1,R peak N,,');
  });
});

describe('sheets', () => {
  it('hold whole strips at their true size', () => {
    const pages = stripPages(
      Array.from({ length: 9 }, () => picture(10)),
      LOOK,
      'A4',
    );
    expect(pages.length).toBeGreaterThan(1);
    for (const page of pages) {
      expect(page.width).toBeLessThanOrEqual(PAPERS.A4.width);
      expect(page.height).toBeLessThanOrEqual(PAPERS.A4.height);
    }
    const titles = pages.flatMap(({ shapes }) =>
      shapes.filter((shape) => shape.kind === 'text' && shape.text === 'Normal sinus rhythm'),
    );
    expect(titles).toHaveLength(9);
  });

  it('cut a strip that is higher than a sheet between rows of ten seconds', () => {
    const pages = stripPages([{ strip: strip(60, { peak: 4000 }), title: 'Tall' }], LOOK, 'Letter');
    expect(pages.length).toBeGreaterThan(1);
    for (const page of pages) expect(page.height).toBeLessThanOrEqual(PAPERS.Letter.height);
  });
});

describe('a PDF', () => {
  it('has a sheet a scene in true millimetres, says what it is, and is the same bytes again', async () => {
    const pages = stripPages(
      Array.from({ length: 9 }, () => picture(10)),
      LOOK,
      'A4',
    );
    const options = { paper: 'A4', title: 'Sinus 心', about: { seed: '7', strip: '0' } } as const;
    const bytes = await toPdf(pages, options);
    expect(await toPdf(pages, options)).toEqual(bytes);
    const pdf = await PDFDocument.load(bytes);
    expect(pdf.getPageCount()).toBe(pages.length);
    expect(pdf.getPage(0).getWidth()).toBeCloseTo((297 / 25.4) * 72, 6);
    expect(pdf.getTitle()).toBe('Sinus 心');
    expect(pdf.getKeywords()).toBe('seed: 7; strip: 0');
  });

  it('writes letters that its fonts lack as question marks', async () => {
    const scene = stripPages([{ strip: strip(1), title: '洞調律' }], LOOK, 'A4');
    await expect(toPdf(scene, { paper: 'A4', title: '' })).resolves.toBeInstanceOf(Uint8Array);
  });
});
