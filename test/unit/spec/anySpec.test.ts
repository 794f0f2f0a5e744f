import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseSpec, type Variable } from '../../../src/spec';
import { anySpec } from '../anySpec';

/** Every variable of a spec, wherever it stands. */
function variables(node: unknown): Variable[] {
  if (typeof node !== 'object' || node === null) return [];
  if ('recording' in node && 'memory' in node) return [node as Variable];
  return Object.values(node).flatMap(variables);
}

it('whatever the language admits is a whole spec, that survives JSON, with every value within its bounds', () => {
  fc.assert(
    fc.property(anySpec, (text) => {
      const { spec, problems } = parseSpec(text);
      expect(problems.filter((p) => p.severity === 'error')).toEqual([]);
      expect(JSON.parse(JSON.stringify(spec))).toEqual(spec);
      for (const { recording, min, max, memory } of variables(spec)) {
        expect(min).toBeLessThanOrEqual(max);
        expect(memory).toBeLessThan(1);
        const parts = recording.kind === 'mixture' ? recording.parts.map(({ of }) => of) : [recording];
        for (const part of parts) {
          expect(part.kind === 'uniform' ? part.low : part.mean).toBeGreaterThanOrEqual(min - 1e-9);
          expect(part.kind === 'uniform' ? part.high : part.mean).toBeLessThanOrEqual(max + 1e-9);
        }
      }
    }),
    { numRuns: 150 },
  );
});
