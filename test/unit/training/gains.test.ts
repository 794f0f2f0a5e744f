import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { delimitedRows } from '../../../src/records';
import { gainsCsv } from '../../../src/training/gains/csv';
import { writeGains } from '../../../src/training/gains/file';
import { gainRows, meanGains, parseGains } from '../../../src/training/gains/gains';
import { gainsBody } from '../../../src/training/gains/page';
import { gainFigure } from '../../../src/training/figures';
import type { Report } from '../../../src/training/report';
import { parseReport } from '../../../src/training/report';
import { reportBody } from '../../../src/training/reportPage';
import { GAIN_REPORT } from './gainReport';

/** The same with another network, whose scores are these. */
function ofAnother(architecture: string, before: number, after: number): Report {
  const [task] = GAIN_REPORT.tasks;
  const mean = after - before;
  const gains = task!.gains.map((gain) => ({
    ...gain,
    ...{ before, after, mean, low: mean - 0.02, high: mean + 0.02 },
  }));
  return {
    ...GAIN_REPORT,
    model: { ...GAIN_REPORT.model, architecture, width: 1 },
    tasks: [{ ...task!, gains }],
  };
}

const REPORTS = [
  { name: 'first, "quoted"', report: GAIN_REPORT },
  { name: 'second', report: ofAnother('s4d', 0.9, 0.85) },
];
const GAINS = { format: 'ecgspec-gains', version: 1, created: 'now', reports: REPORTS } as const;

describe('gains of several reports', () => {
  it('are averaged over networks, and each network is counted by its interval', () => {
    const rows = gainRows(REPORTS);
    expect(rows.map(({ network }) => network)).toContain('resnet18 ×0.25');
    expect(meanGains(rows)).toEqual([
      {
        ...{ class: 'AF', normal: 'NSR', size: 25, networks: 2, helped: 1, hurt: 1 },
        ...{ before: expect.closeTo(0.82) as number, after: 0.86, gain: expect.closeTo(0.04) as number },
      },
    ]);
  });

  it('are a table that is read back as it was written', () => {
    const rows = gainRows(REPORTS);
    const [header, ...lines] = delimitedRows(gainsCsv(rows));
    expect(lines).toHaveLength(rows.length);
    lines.forEach(({ cells }, i) => {
      const read = Object.fromEntries(cells.map((cell, c) => [header!.cells[c]!, cell]));
      expect(read['report']).toBe(rows[i]!.report);
      expect(Number(read['low'])).toBe(rows[i]!.low);
      expect([read['against'], read['metric']]).toEqual([rows[i]!.against, rows[i]!.metric]);
    });
  });

  it('stand beside the paper, with all text as text', () => {
    const body = gainsBody({ ...GAINS, reports: [{ name: '<i>x', report: GAIN_REPORT }] });
    expect(body).toContain('+33.2 % (AFLT)');
    // 0.13 of 0.74.
    expect(body).toContain('+17.6 % of AUROC (AF, 25 strips per class)');
    expect(body).toContain('1 of 1, where an interval lies above 0 at some size (AF)');
    expect(body).not.toContain('<i>');
    expect(body).not.toContain('<b>');
  });
});

describe('a folder of gains', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'ecgspec-gains-'));
    for (const [name, report] of Object.entries({
      a: GAIN_REPORT,
      b: ofAnother('gru', 0.7, 0.8),
      old: { ...GAIN_REPORT, version: 1 },
    })) {
      mkdirSync(join(folder, name));
      writeFileSync(join(folder, name, 'report.json'), JSON.stringify(report));
    }
    mkdirSync(join(folder, 'none'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));
  const reports = (...names: string[]): string[] => names.map((name) => join(folder, name));

  it('holds page, table and what the page in VS Code is made of, and is replaced when it is asked for', async () => {
    const out = join(folder, 'gains');
    await writeGains({ reports: reports('a', 'b'), out });
    expect(readdirSync(out).sort()).toEqual(['gains.csv', 'gains.html', 'gains.json']);
    const read = parseGains(readFileSync(join(out, 'gains.json'), 'utf8'));
    expect(read.reports.map(({ name }) => name)).toEqual(['a', 'b']);
    await expect(writeGains({ reports: reports('a'), out })).rejects.toThrow(/add --overwrite/);
    await writeGains({ reports: reports('a'), out, overwrite: true });
    expect(readFileSync(join(out, 'gains.csv'), 'utf8')).not.toContain('gru');
    writeFileSync(join(out, 'thesis.txt'), '');
    await expect(writeGains({ reports: reports('a'), out, overwrite: true })).rejects.toThrow(/thesis\.txt/);
  });

  it.each([
    ['none', /none has no report\.json; give folders that "ecgspec evaluate" wrote\./],
    ['old', /old: report\.json has version 1 and this program reads version 2; run evaluate again\./],
  ])('is not begun with %s', async (name, message) => {
    const out = join(folder, 'never');
    await expect(writeGains({ reports: reports('a', name), out })).rejects.toThrow(message);
    expect(readdirSync(folder)).not.toContain('never');
  });
});

describe('a report', () => {
  it('has every arm, both kinds of F1, and gains over both baselines', () => {
    const body = reportBody(parseReport(JSON.stringify(GAIN_REPORT)));
    expect(body).toContain(
      '<td>from scratch at equal compute</td><td>25</td><td>0.770\u00a0±\u00a00.020</td>',
    );
    expect(body).toContain(
      '<td>synthetic only (no fine-tuning)</td><td>none</td><td>0.780\u00a0±\u00a00.020</td>',
    );
    expect(body).toContain('<td>F1 at the validation threshold</td><td>25</td><td>from scratch</td>');
    expect(body).toContain(
      'as many strips go through the network as in pre-training and fine-tuning together',
    );
  });

  it('draws gains with their intervals, a line for each baseline', () => {
    const { data } = gainFigure(GAIN_REPORT.tasks[0]!, {
      ...{ background: '#fff', text: '#000', grid: '#ccc', synthetic: '#777' },
      ...{ scratch: '#111', scratchLong: '#222', pretrained: '#333' },
    });
    expect(data).toMatchObject([
      { name: 'over scratch', x: [25], error_y: { array: [expect.closeTo(0.05)] } },
      { name: 'over scratch at equal compute', y: [expect.closeTo(0.1)] },
    ]);
  });
});
