import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { CannotExport, exportFile, type ExportLook } from '../../../../src/render/export/file';
import { parseSpec } from '../../../../src/spec';

const FILE = path.join(import.meta.dirname, '../../../../examples/four-arrhythmias.ecgspec');
const spec = parseSpec(readFileSync(FILE, 'utf8')).spec!;
const LOOK: ExportLook = {
  draw: 0,
  theme: 'paper',
  scale: { speed: 25, gain: 10 },
  dpi: 100,
  paper: 'A4',
  from: 0,
  seconds: undefined,
  marks: true,
};
const svg = async (look: Partial<ExportLook>, classes = ['AF']): Promise<string> =>
  String(
    await exportFile('svg', spec, new Map(), { kind: 'strips', classes, index: 0 }, { ...LOOK, ...look }),
  );
const size = (text: string): number[] =>
  /width="([\d.]+)mm" height="([\d.]+)mm"/.exec(text)!.slice(1).map(Number);

describe('a file of what is shown', () => {
  it('has paper that runs and rises as asked: twice as long at 50 mm/s, in rows of 250 mm, and higher at 20 mm/mV', async () => {
    const usual = await svg({ seconds: 4 });
    expect(usual).toContain('25 mm/s · 10 mm/mV');
    const fast = await svg({ seconds: 4, scale: { speed: 50, gain: 20 } });
    expect(fast).toContain('50 mm/s · 20 mm/mV');
    expect(size(fast)[0]! - size(usual)[0]!).toBeCloseTo(4 * 25, 0);
    expect(size(fast)[1]).toBeGreaterThan(size(usual)[1]! + 10);
    const rows = await svg({ scale: { speed: 50, gain: 10 } });
    expect(size(rows)[0]).toBeCloseTo(size(await svg({}))[0]!, 0);
    expect(size(rows)[1]).toBeGreaterThan(1.3 * size(await svg({}))[1]!);
  });

  it('holds the strips of a gallery, one below the other, and names them', async () => {
    const gallery = { kind: 'gallery', class: 'AF', count: 3 } as const;
    const text = String(await exportFile('svg', spec, new Map(), gallery, LOOK));
    for (const number of [0, 1, 2]) expect(text).toContain(`strip ${number}`);
    const csv = String(await exportFile('csv', spec, new Map(), gallery, LOOK));
    expect(csv.split('\n').find((line) => line.startsWith('time'))).toBe(
      `time (s),${Array(3).fill('AF (mV),AF fiducials').join(',')}`,
    );
  });

  it('is none of what the spec does not have, or of a beat as a table', async () => {
    await expect(svg({}, ['VT'])).rejects.toThrow(/no class "VT"; it has NSR, AF/);
    const beat = (kind: 'csv' | 'svg', name: string): Promise<unknown> =>
      exportFile(kind, spec, new Map(), { kind: 'beat', beat: name }, LOOK);
    await expect(beat('csv', 'normal')).rejects.toThrow(CannotExport);
    await expect(beat('svg', 'x')).rejects.toThrow(/no beat type "x"/);
    expect(String(await beat('svg', 'normal'))).toMatch(/^<svg/);
  });
});
