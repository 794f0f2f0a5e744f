import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseSpec, type Wave } from '../../../src/spec';
import { partMembers } from '../../../src/spec/anchors';
import { positiveDefinite } from '../../../src/spec/correlations';
import { anySpec } from '../anySpec';
import { change, problems, SMALL } from './texts';

/** The waves of a beat with these lines beside an R wave. */
function beatWith(lines: string): string {
  return `ecgspec: 1
beats:
  b:
    R: { amplitude: 1 mV, at: 0 ms, width: 10 ms }
${lines.replace(/^/gm, '    ')}
classes:
  c: { beat: b, rhythm: { type: sinus } }
`;
}

function waves(lines: string): Map<string, Wave> {
  const { spec, problems: found } = parseSpec(beatWith(lines));
  if (!spec) throw new Error(found.map((p) => p.message).join(' '));
  return new Map(spec.beats[0]!.waves.map((wave) => [wave.name, wave]));
}

const said = (lines: string): string[] => problems(beatWith(lines)).map((p) => `${p.code} ${p.underlined}`);

describe('what a time counts from', () => {
  const at = (text: string): Wave =>
    waves(
      `Q: { amplitude: -0.1 mV, at: -30 ms, width: 8 ms }\nJ: { amplitude: 0.1 mV, at: 50 ms, width: 8 ms }\nT: { amplitude: 0.3 mV, at: ${text}, width: 40 ms }\nU: { amplitude: 0.04 mV, at: T end + 60 ms, width: 20 ms }`,
    ).get('T')!;

  it.each<[text: string, anchor: Wave['anchor'], low: number, high: number]>([
    ['270 ms', { kind: 'beat' }, 0.27, 0.27],
    ['R + 270 ms', { kind: 'wave', wave: 'R', point: 'peak' }, 0.27, 0.27],
    ['Q onset + 300..310 ms', { kind: 'wave', wave: 'Q', point: 'onset' }, 0.3, 0.31],
    ['R - 100..140 ms', { kind: 'wave', wave: 'R', point: 'peak' }, -0.14, -0.1],
    ['R-100 ms', { kind: 'wave', wave: 'R', point: 'peak' }, -0.1, -0.1],
    ['QRS onset + 320 ms', { kind: 'part', part: 'QRS', point: 'onset' }, 0.32, 0.32],
    ['QRS end + 220 ms', { kind: 'part', part: 'QRS', point: 'offset' }, 0.22, 0.22],
    ['J + 220 ms', { kind: 'part', part: 'QRS', point: 'offset' }, 0.22, 0.22],
    ['J', { kind: 'part', part: 'QRS', point: 'offset' }, 0, 0],
    ['J peak + 220 ms', { kind: 'wave', wave: 'J', point: 'peak' }, 0.22, 0.22],
    ['previous + 1 s', { kind: 'previous' }, 1, 1],
    ['{ from: J, value: 220 ms }', { kind: 'part', part: 'QRS', point: 'offset' }, 0.22, 0.22],
  ])('%s', (text, anchor, low, high) => {
    const wave = at(text);
    expect(wave.anchor).toEqual(anchor);
    const spread = wave.at.recording;
    if (spread.kind === 'mixture') throw new Error('a mixture');
    expect(spread.kind === 'uniform' ? spread.low : spread.mean).toBeCloseTo(low, 12);
    expect(spread.kind === 'uniform' ? spread.high : spread.mean).toBeCloseTo(high, 12);
  });

  it('keeps the spread of what is counted backwards', () => {
    expect(at('R - 100 ms ± 5 ms').at.recording).toEqual({ kind: 'normal', mean: -0.1, sd: 0.005 });
  });

  it('finds the longest name that fits', () => {
    const named = waves(
      'P-1: { part: P, amplitude: 0.1 mV, at: -150 ms, width: 10 ms }\nP-1 late: { part: P, amplitude: 0.1 mV, at: P-1 + 30 ms, width: 10 ms }\nT: { amplitude: 0.3 mV, at: P-1 late - 1 s, width: 40 ms }',
    );
    expect(named.get('P-1 late')!.anchor).toMatchObject({ wave: 'P-1' });
    expect(named.get('T')!.anchor).toMatchObject({ wave: 'P-1 late' });
  });

  it('puts every wave after what it hangs on', () => {
    expect([
      ...waves(
        'P: { amplitude: 0.1 mV, at: Q - 100 ms, width: 10 ms }\nQ: { amplitude: -0.1 mV, at: R - 30 ms, width: 8 ms }',
      ).keys(),
    ]).toEqual(['R', 'Q', 'P']);
    fc.assert(
      fc.property(anySpec, (text) => {
        for (const beat of parseSpec(text).spec!.beats) {
          beat.waves.forEach(({ anchor }, i) => {
            const before = beat.waves.slice(0, i);
            if (anchor.kind === 'wave') expect(before.map((w) => w.name)).toContain(anchor.wave);
            if (anchor.kind === 'part') {
              const members = partMembers(beat.waves, anchor.part);
              expect(members.length).toBeGreaterThan(0);
              for (const member of members) expect(before).toContain(member);
            }
          });
        }
      }),
      { numRuns: 50 },
    );
  });

  it.each<[name: string, lines: string, expected: string]>([
    ['a wave that hangs on itself', 'T: { amplitude: 1 mV, at: T + 5 ms, width: 40 ms }', 'ECG312 T + 5 ms'],
    [
      'two that hang on each other',
      'P: { amplitude: 1 mV, at: T - 5 ms, width: 4 ms }\nT: { amplitude: 1 mV, at: P + 5 ms, width: 40 ms }',
      'ECG312 T - 5 ms',
    ],
    [
      'a part that hangs on itself',
      'P: { amplitude: 1 mV, at: P onset + 5 ms, width: 4 ms }',
      'ECG312 P onset + 5 ms',
    ],
    ['a wave that is not there', 'T: { amplitude: 1 mV, at: S + 5 ms, width: 40 ms }', 'ECG314 S + 5 ms'],
    [
      'a part that is not there',
      'T: { amplitude: 1 mV, at: P end + 5 ms, width: 40 ms }',
      'ECG314 P end + 5 ms',
    ],
    ['a word', 'T: { amplitude: 1 mV, at: soon, width: 40 ms }', 'ECG314 soon'],
    [
      'a number as an anchor',
      'T: { amplitude: 1 mV, at: { from: 5, value: 5 ms }, width: 40 ms }',
      'ECG314 5',
    ],
    ['an anchor and no quantity', 'T: { amplitude: 1 mV, at: R + late, width: 40 ms }', 'ECG201 R + late'],
  ])('not %s', (_, lines, expected) => {
    expect(said(lines)).toContain(expected);
  });

  it('says in words what a circle runs through, also where an heir closes it', () => {
    const text = change(
      beatWith('P: { amplitude: 0.1 mV, at: R - 150 ms, width: 10 ms }'),
      'classes:',
      '  heir: { extends: b, R: { at: P + 150 ms } }\nclasses:',
    );
    expect(problems(text).map((p) => p.message)).toContain(
      'The waves hang on each other in a circle: P → R → P. One of them must count from the R time.',
    );
  });
});

describe('waves', () => {
  it('of a name of their own say where they belong', () => {
    expect(waves('bump: { part: T, amplitude: 0.1 mV, at: 200 ms, width: 10 ms }').get('bump')).toMatchObject(
      { part: 'T', correction: 'bazett' },
    );
    expect(said('bump: { amplitude: 0.1 mV, at: 200 ms, width: 10 ms }')).toEqual(['ECG317 bump']);
    expect(said('T: { part: P, amplitude: 0.1 mV, at: 200 ms, width: 10 ms }')).toEqual(['ECG317 P']);
    expect(said('symbl: V')).toEqual(['ECG102 symbl']);
    expect(said('9: none')).toEqual(['ECG102 9']);
  });

  it('have shapes, rate corrections and shifts, and follow their anchors', () => {
    expect(
      waves(
        'T: { amplitude: 0.3 mV, at: 0.3 s, width: 40 ms, shape: gumbel, rate-correction: hyperbolic, rate-shift: -2 ms, follow: recording }',
      ).get('T'),
    ).toMatchObject({
      shape: 'gumbel',
      correction: 'hyperbolic',
      rateShift: -0.002,
      follow: 'recording',
    });
    expect(
      waves(
        'U: { amplitude: 0.03 mV, at: 0.5 s, width: 40 ms }\nST: { amplitude: 0.03 mV, at: J + 40 ms, width: 20 ms }',
      ).get('ST'),
    ).toMatchObject({ correction: 'none', shape: 'gaussian', follow: 'beat' });
  });

  it('at least one of them is in the QRS', () => {
    expect(said('R: none').length).toBeGreaterThan(0);
    expect(problems(change(SMALL, '    R: {', '    P bifid: { part: P,')).map((p) => p.code)).toContain(
      'ECG301',
    );
  });

  it('of a stretched beat have no rate correction', () => {
    expect(
      waves('stretch: true\nT: { amplitude: 0.3 mV, at: 0.3 s, width: 40 ms }').get('T')!.correction,
    ).toBe('none');
    expect(
      said('stretch: true\nT: { amplitude: 0.3 mV, at: 0.3 s, width: 40 ms, rate-correction: bazett }'),
    ).toEqual(['ECG313 rate-correction']);
  });

  it('no more than forty', () => {
    const many = Array.from(
      { length: 60 },
      (_, i) => `w${i}: { part: P, amplitude: 0.1 mV, at: -150 ms, width: 10 ms }`,
    );
    expect(said(many.join('\n'))).toContainEqual(expect.stringMatching(/^ECG107/));
  });
});

describe('beats that extend each other', () => {
  it('in a circle are refused', () => {
    expect(
      problems(change(SMALL, 'classes:', '  a: { extends: b }\n  b: { extends: a }\nclasses:')).map(
        (p) => p.code,
      ),
    ).toContain('ECG303');
  });

  it('say a mistake once, where it is written', () => {
    const text = change(
      SMALL,
      'classes:',
      '  heir: { extends: normal }\n  second: { extends: heir, P: none }\nclasses:',
    );
    expect(problems(change(text, 'width: 15 ms', 'width: 15'))).toHaveLength(1);
    expect(problems(change(text, 'width: 15 ms', 'widht: 15 ms')).map((p) => p.code)).toEqual(['ECG102']);
  });

  it('replace width by flanks and flanks by width', () => {
    const { spec } = parseSpec(
      change(
        SMALL,
        'classes:',
        '  a: { extends: normal, T: { rise: 50 ms } }\n  b: { extends: a, T: { width: 30 ms } }\nclasses:',
      ),
    );
    const t = (i: number): Wave => spec!.beats[i]!.waves.find((w) => w.name === 'T')!;
    expect(t(1)).toMatchObject({ rise: { recording: { mean: 0.05 } }, fall: { recording: { mean: 0.04 } } });
    expect(t(2)).toMatchObject({ rise: { recording: { mean: 0.03 } }, fall: null });
  });
});

describe('correlations', () => {
  const t = 'T: { amplitude: 0.3 mV, at: 300 ms, rise: 40 ms, fall: 30 ms }';
  const correlated = (list: string): string[] => said(`${t}\ncorrelations: [${list}]`);

  it.each<[name: string, list: string, expected: string[]]>([
    ['two parameters', '{ between: [R amplitude, T rise], coefficient: 0.6 }', []],
    [
      'a wave that is not there',
      '{ between: [R amplitude, S amplitude], coefficient: 0.6 }',
      ['ECG315 S amplitude'],
    ],
    [
      'the width of a wave with flanks',
      '{ between: [R amplitude, T width], coefficient: 0.6 }',
      ['ECG315 T width'],
    ],
    ['something else', '{ between: [R amplitude, 5], coefficient: 0.6 }', ['ECG104 5']],
    ['one with itself', '{ between: [R amplitude, R amplitude], coefficient: 0.6 }', ['ECG315 R amplitude']],
    ['a perfect one', '{ between: [R amplitude, T rise], coefficient: 1 }', ['ECG206 1']],
    [
      'three that contradict each other',
      '{ between: [R amplitude, T rise], coefficient: 0.9 }, { between: [T rise, T fall], coefficient: 0.9 }, { between: [R amplitude, T fall], coefficient: -0.9 }',
      ['ECG316 correlations'],
    ],
  ])('%s', (_, list, expected) => {
    expect(correlated(list)).toEqual(expected);
  });

  it('are positive definite exactly when a Gram matrix says so', () => {
    const three = (a: number, b: number, c: number): boolean =>
      positiveDefinite([
        {
          between: [
            { wave: 'P', parameter: 'at' },
            { wave: 'Q', parameter: 'at' },
          ],
          coefficient: a,
        },
        {
          between: [
            { wave: 'Q', parameter: 'at' },
            { wave: 'R', parameter: 'at' },
          ],
          coefficient: b,
        },
        {
          between: [
            { wave: 'P', parameter: 'at' },
            { wave: 'R', parameter: 'at' },
          ],
          coefficient: c,
        },
      ]);
    const r = fc.double({ min: -0.99, max: 0.99, noNaN: true });
    fc.assert(
      fc.property(r, r, r, (a, b, c) => {
        const determinant = 1 + 2 * a * b * c - a * a - b * b - c * c;
        fc.pre(Math.abs(determinant) > 1e-6);
        expect(three(a, b, c)).toBe(determinant > 0);
      }),
    );
  });
});
