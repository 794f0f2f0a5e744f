import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { leadsOf, rPeaks, usualLead } from '../../../src/records';
import { npyHeader } from '../../../src/records/npy';
import { parseSpec } from '../../../src/spec';
import { compile } from '../../../src/synthesis';
import { edf } from './fixture';

const ascii = (text: string): Uint8Array => new TextEncoder().encode(text);
const files =
  (all: Record<string, Uint8Array>) =>
  (name: string): Promise<Uint8Array> =>
    all[name] === undefined ? Promise.reject(new Error('is not there')) : Promise.resolve(all[name]);

describe('leads of a recording', () => {
  it('are those of EDF, in their unit and at their own rates; annotations are none', async () => {
    const bytes = edf([
      { name: 'ECG I', unit: 'uV', rate: 4, steps: [0, 1, 2, 3, 4, 5, 6, 7] },
      { name: 'EDF Annotations', unit: '', rate: 3, steps: [0, 0, 0, 0, 0, 0] },
      { name: 'ECG II', unit: 'uV', rate: 2, steps: [100, -100, 200, -200] },
    ]);
    const leads = await leadsOf('a.edf', files({ 'a.edf': bytes }));
    expect(leads.map(({ name, rate, mV }) => [name, rate, mV])).toEqual([
      ['I', 4, 1e-3],
      ['II', 2, 1e-3],
    ]);
    const lead = usualLead(leads)!;
    expect(lead.name).toBe('II');
    expect([...(await lead.values())].map((value) => Math.round(value * 10) / 10)).toEqual([
      10, -10, 20, -20,
    ]);
  });

  it('are the columns of a table: their names, units, and the rate that its times tell', async () => {
    const table = "'Elapsed time','MLII'\n'hh:mm:ss.mmm','mV'\n";
    const plain = `# of a patient\ntime (s),II (µV),note\n${[0, 1, 2, 3].map((i) => `${(i / 250).toFixed(3)},${i * 100},x`).join('\n')}\n`;
    const [lead] = await leadsOf('b.csv', files({ 'b.csv': ascii(plain) }));
    expect([lead!.name, lead!.rate, lead!.mV]).toEqual(['II', 250, 1e-3]);
    expect([...(await lead!.values())]).toEqual([0, 100, 200, 300]);
    const bare = await leadsOf('c.txt', files({ 'c.txt': ascii('1 2\n3 4\n5 6\n') }));
    expect(bare.map(({ name, rate, mV }) => [name, rate, mV])).toEqual([
      ['column 1', undefined, undefined],
      ['column 2', undefined, undefined],
    ]);
    await expect(leadsOf('d.csv', files({ 'd.csv': ascii(table) }))).rejects.toThrow('`d.csv` has no');
  });

  it('are those of a WFDB record, whichever of its files is named, and the rows of an array', async () => {
    const header = 'r 2 360 3\nr.dat 16 200(0)/mV 16 0 200 400 0 V5\nr.dat 16 -0.5/uV 16 0 5 35 0 MLII\n';
    const record = {
      'r.hea': ascii(header),
      'r.dat': new Uint8Array(Int16Array.from([200, 5, 400, 10, -200, 20]).buffer),
    };
    for (const name of ['r.hea', 'r.dat', 'r.atr']) {
      const leads = await leadsOf(name, files(record));
      expect(leads.map(({ name: label, rate, mV }) => [label, rate, mV])).toEqual([
        ['V5', 360, 1 / 200],
        ['MLII', 360, 1e-3 / 0.5],
      ]);
      expect([...(await usualLead(leads)!.values())]).toEqual([-5, -10, -20]);
    }
    const npy = Uint8Array.from([
      ...npyHeader('<i2', [2, 1, 3]),
      ...new Uint8Array(Int16Array.from([1, 2, 3, 4, 5, 6]).buffer),
    ]);
    const rows = await leadsOf('s.npy', files({ 's.npy': npy }));
    expect(rows).toHaveLength(2);
    expect([...(await rows[1]!.values())]).toEqual([4, 5, 6]);
  });

  it('of WFDB count from the baseline of the header, or else from the zero of the converter', async () => {
    const lines = ['100(1024)/mV 11 512 0 0 0 I', '100/mV 11 512 0 0 0 II', '-100(24)/mV 11 512 0 0 0 III'];
    const header = `b 3 360 1\n${lines.map((line) => `b.dat 16 ${line}`).join('\n')}\n`;
    const dat = new Uint8Array(Int16Array.from([1124, 612, -76]).buffer);
    const leads = await leadsOf(
      'b.hea',
      files({ 'b.hea': ascii(header.replaceAll(' 0 0 0 ', ' 0 ')), 'b.dat': dat }),
    );
    for (const lead of leads) expect((await lead.values())[0]! * lead.mV!).toBeCloseTo(1, 6);
  });

  it('are refused in a sentence, whatever the bytes', async () => {
    await expect(leadsOf('x.mp3', files({}))).rejects.toThrow('`x.mp3` is none of .hea, .dat');
    await expect(leadsOf('x.edf', files({}))).rejects.toThrow('`x.edf` is not there.');
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('a.edf', 'a.csv', 'a.npy', 'a.hea'),
        fc.oneof(
          fc.uint8Array({ maxLength: 2000 }),
          fc
            .nat(4000)
            .map((length) =>
              edf([{ name: 'II', unit: 'mV', rate: 2, steps: [1, 2, 3, 4] }]).slice(0, length),
            ),
        ),
        async (name, bytes) => {
          await leadsOf(name, () => Promise.resolve(bytes)).then(
            (leads) =>
              Promise.all(leads.slice(0, 3).map((lead) => lead.values().catch((error: unknown) => error))),
            (error: Error) => expect(error.message).toMatch(/^`a\.\w+` .*\.$/s),
          );
        },
      ),
    );
  });
});

describe('R peaks of a lead', () => {
  const file = path.join(import.meta.dirname, '../../../examples/four-arrhythmias.ecgspec');
  const { spec } = parseSpec(readFileSync(file, 'utf8'));
  const synthesizer = compile(spec!);

  it.each(synthesizer.classes)('are found in strips of %s, and nothing else is', (name) => {
    let [found, missed, wrong] = [0, 0, 0];
    for (let index = 0; index < 20; index++) {
      const { samples, truth } = synthesizer.generate(name, index);
      const peaks = rPeaks(samples, synthesizer.rate);
      // Within 40 ms: a ventricular beat's largest deflection may be another of its waves.
      const near = (a: number, b: number): boolean => Math.abs(a - b) <= 0.04 * synthesizer.rate;
      const inner = truth.beats.map(({ r }) => r).filter((r) => r > 100 && r < samples.length - 100);
      found += inner.filter((r) => peaks.some((peak) => near(peak, r))).length;
      missed += inner.filter((r) => !peaks.some((peak) => near(peak, r))).length;
      wrong += peaks.filter((peak) => !truth.beats.some(({ r }) => near(peak, r))).length;
    }
    expect(found / (found + missed)).toBeGreaterThan(0.98);
    expect(wrong / found).toBeLessThan(0.02);
  });

  it('are none in silence', () => {
    expect(rPeaks(new Float32Array(1000), 250)).toEqual([]);
    expect(rPeaks([], 250)).toEqual([]);
  });
});
