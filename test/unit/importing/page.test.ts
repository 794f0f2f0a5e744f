import { describe, expect, it } from 'vitest';
import { attributionText } from '../../../src/importing/attribution';
import { summaryBody, summaryPage } from '../../../src/importing/page';
import { parseImport, type ImportSummary } from '../../../src/importing/summary';

const EVIL = '<img src=x onerror=alert(1)>';
/** A beat a second. */
const samples = Array.from({ length: 2500 }, (_, i) =>
  Math.round(1000 * Math.exp(-((((i % 250) - 125) / 4) ** 2))),
);
const SUMMARY: ImportSummary = {
  ...{ format: 'ecgspec-import', version: 1, created: '2026-01-02T03:04:05Z', generator: `ecgspec ${EVIL}` },
  source: { folder: EVIL, table: { name: EVIL, sha256: 'ab', rows: 12_345 }, files: 1 },
  asked: { map: EVIL, [EVIL]: 'x', cut: 'start' },
  ...{ rate: 250, seconds: 10, samples: 2500, strips: 1, patients: 1 },
  classes: [{ class: EVIL, strips: 1, patients: 1, labels: { [EVIL]: 1 } }],
  ...{ leads: { [EVIL]: 1 }, rates: { '500': 1 } },
  dropped: [
    { reason: 'flat', count: 7, examples: [{ line: 3, record: EVIL, detail: EVIL }] },
    { reason: EVIL as 'flat', count: EVIL as unknown as number, examples: [] },
  ],
  unused: [{ label: EVIL, rows: 4 }],
  notes: [EVIL],
  attribution: EVIL,
  shown: [{ class: EVIL, record: EVIL, patient: EVIL, lead: EVIL, start: 20, samples }],
  checksums: {},
};

describe('the summary of an import', () => {
  it('says what came of it, and shows a strip with its heart rate', () => {
    const body = summaryBody(SUMMARY);
    expect(body).toContain('1 strip of 10 s at 250 Hz from 1 patient, out of 12,345 rows');
    expect(body).toMatch(/Flat<\/th><td>7<\/td>.*\(line 3\).*and 6 more.*cut elsewhere/);
    expect(body).toContain('HR 60/min');
    expect(body).toContain('from 20 s');
    expect(body).toContain('25 mm/s · 10 mm/mV · 250 Hz');
  });

  it('takes no text out of a file for a tag', () => {
    for (const html of [summaryBody(SUMMARY), summaryPage(SUMMARY)]) {
      expect(html).toContain('&lt;img src=x');
      expect(html).not.toContain('<img');
      expect(html).not.toContain('<script');
    }
  });

  it('is read back from its file, and nothing else is', () => {
    expect(parseImport(JSON.stringify(SUMMARY))).toEqual(SUMMARY);
    expect(() => parseImport('{')).toThrow('import.json is not JSON; import the recordings again.');
    expect(() => parseImport('null')).toThrow('is not a summary of ECG Spec');
    expect(() => parseImport('{"format":"ecgspec-report"}')).toThrow('is not a summary of ECG Spec');
    expect(() => parseImport(JSON.stringify({ ...SUMMARY, version: 2 }))).toThrow('has version 2');
  });

  it('goes with the strips as their source, with every change made', () => {
    const text = attributionText({ ...SUMMARY, dropped: SUMMARY.dropped.slice(0, 1), attribution: '' });
    expect(text).toContain('Not said. The strips are under the terms of the recordings');
    expect(text).toContain('Resampled from 500 Hz (1 strip) to 250 Hz');
    expect(text).toContain('flat 7; `dropped.csv` has each');
  });
});
