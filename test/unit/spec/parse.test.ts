import { describe, expect, it } from 'vitest';
import schema from '../../../schemas/ecgspec.schema.json';
import { parseSpec } from '../../../src/spec';
import { MODELS } from '../../../src/spec/models';
import { change, EXAMPLE, problems, SMALL } from './texts';

describe('a spec that is right', () => {
  it('the shipped example has no problem at all', () => {
    expect(problems(EXAMPLE)).toEqual([]);
    expect(parseSpec(EXAMPLE).spec?.classes.map((c) => c.name)).toEqual(['NSR', 'AF', 'AFLT', 'PVC', 'WPW']);
  });

  it('five lines a class are enough: everything else has a default', () => {
    const { spec } = parseSpec(SMALL);
    expect(spec).toMatchObject({
      seed: 1,
      recording: { rate: 500, duration: 10, samples: 5000, lead: 'II', resolution: 0.001 },
      noise: [],
      dataset: {
        strips: [{ class: 'NSR', count: 1000 }],
        validation: 0.1,
        segments: false,
        parameters: false,
      },
      training: { model: 'resnet18', width: 0.25, rate: 100 },
    });
    expect(problems(SMALL)).toEqual([]);
  });

  it('offers the architectures that it knows', () => {
    expect(schema.$defs.training.properties.model.enum).toEqual(MODELS);
  });

  it.each(MODELS)('trains %s where the spec asks for it', (model) => {
    const text = `${SMALL}training: { model: ${model} }\n`;
    expect(problems(text)).toEqual([]);
    expect(parseSpec(text).spec?.training.model).toBe(model);
  });

  it('an heir keeps what it does not override', () => {
    const text = `${SMALL.slice(0, SMALL.indexOf('classes:'))}  wide:
    extends: normal
    symbol: V
    P: none
    R: { width: 40 ms }
    T: { amplitude: -0.4 mV }
classes:
  NSR: { beat: normal, rhythm: { type: sinus } }
  VT: { beat: wide, rhythm: { type: sinus, rate: 150 bpm } }
`;
    const wide = parseSpec(text).spec!.beats[1]!;
    expect(wide).toMatchObject({ name: 'wide', extends: 'normal', symbol: 'V' });
    expect(wide.waves.map((w) => w.name)).toEqual(['R', 'T']);
    expect(wide.waves[0]).toMatchObject({
      amplitude: { recording: { mean: 1 } },
      rise: { recording: { mean: 0.04 } },
      fall: null,
    });
    expect(wide.waves[1]).toMatchObject({
      amplitude: { recording: { mean: -0.4 } },
      at: { recording: { mean: 0.28 } },
      correction: 'bazett',
    });
  });

  it('knows where things stand in the text', () => {
    const parsed = parseSpec(SMALL);
    const at = (path: (string | number)[]): string | undefined => {
      const range = parsed.rangeOf(path);
      return range && SMALL.slice(range.start, range.end);
    };
    expect(at(['beats', 'normal', 'R', 'width'])).toBe('15 ms');
    expect(at(['classes', 'NSR', 'rhythm', 'type'])).toBe('sinus');
    expect(at(['beats', 'normal', 'S'])).toBeUndefined();
    expect(parsed.beatKeys.map((key) => SMALL.slice(key.range.start, key.range.end))).toEqual(['normal']);
  });

  it('truncates so that widths stay positive and amplitudes keep their sign', () => {
    const text = SMALL.replace('width: 15 ms', 'width: 15 ms ± 4 ms').replace(
      'amplitude: 0.3 mV',
      'amplitude: 0.3 mV ± 0.1 mV',
    );
    const { waves } = parseSpec(text).spec!.beats[0]!;
    const r = waves.find((w) => w.name === 'R')!;
    const t = waves.find((w) => w.name === 'T')!;
    expect(r.rise.min).toBeGreaterThan(0);
    expect(t.amplitude.min).toBe(0);
  });
});

describe('a spec that is wrong', () => {
  it.each<[name: string, from: string, to: string, code: string, underlined: string, message: string]>([
    [
      'an unknown key',
      'width: 15 ms',
      'wdith: 15 ms',
      'ECG102',
      'wdith',
      '`wdith` is not a key in `R`. Did you mean `width`?',
    ],
    [
      'a missing unit',
      'width: 15 ms',
      'width: 15',
      'ECG201',
      '15',
      '`15` has no unit. Write `15 ms` if that is what you mean.',
    ],
    [
      'a negative width',
      'width: 15 ms',
      'width: -15 ms',
      'ECG206',
      '-15 ms',
      '`-15 ms` is out of range: `width` lies between 1 ms and 500 ms.',
    ],
    [
      'an absurd amplitude',
      'amplitude: 1 mV',
      'amplitude: 1e9 V',
      'ECG206',
      '1e9 V',
      '`1e9 V` is out of range: `amplitude` lies between -10 mV and 10 mV.',
    ],
    [
      'a beat that is not there',
      'beat: normal',
      'beat: norml',
      'ECG302',
      'norml',
      'There is no beat type `norml`. Did you mean `normal`?',
    ],
    [
      'a mistyped rhythm',
      'type: sinus',
      'type: sinsu',
      'ECG105',
      'sinsu',
      '`type` is `sinsu`, but must be `sinus`, `regular`, `av-node`, `av-block` or `none`. Did you mean `sinus`?',
    ],
    [
      'a missing rhythm',
      '    rhythm: { type: sinus }\n',
      '',
      'ECG103',
      'NSR',
      '`NSR` needs the key `rhythm`. Write `rhythm: { type: sinus }`.',
    ],
    [
      'no version',
      'ecgspec: 1\n',
      '',
      'ECG103',
      'beats:',
      'The spec needs the key `ecgspec`. Write `ecgspec: 1`.',
    ],
    [
      'a version from the future',
      'ecgspec: 1',
      'ecgspec: 2',
      'ECG105',
      '2',
      '`ecgspec` must be `1`, but is `2`.',
    ],
    [
      'a list for a mapping',
      'classes:\n  NSR:\n    beat: normal\n    rhythm: { type: sinus }',
      'classes: [NSR]',
      'ECG104',
      'classes',
      '`classes` must be a mapping (`key: value` lines), but is a list. Write each name with a colon and without a dash.',
    ],
    [
      'a value below its min',
      'width: 15 ms',
      'width: { value: 15 ms, min: 20 ms }',
      'ECG203',
      '15 ms',
      'The value lies below `min` (20 ms). Move one of them.',
    ],
    [
      'a quantity without its value',
      'width: 15 ms',
      'width: { beat: 2 ms }',
      'ECG103',
      'width',
      '`width` needs the key `value`, the middle of its distribution.',
    ],
    [
      'a wave without a width',
      ', width: 15 ms',
      '',
      'ECG305',
      'R',
      'Wave `R` of `normal` lacks `width`. A wave has an amplitude, a time `at` and a width.',
    ],
    [
      'a key twice',
      '    rhythm: { type: sinus }',
      '    rhythm: { type: sinus }\n    beat: normal',
      'ECG002',
      'beat',
      '`beat` stands twice in the same place, first in line 9. Keep one of them.',
    ],
    [
      'a class name that is a path',
      'NSR:',
      '../NSR:',
      'ECG102',
      '../NSR',
      '`../NSR` cannot be a name. Names have letters, digits, spaces, - and _, starting with a letter; at most 40 characters.',
    ],
    [
      'flutter without flutter waves',
      'type: sinus',
      'type: av-block',
      'ECG311',
      'rhythm',
      'The rhythm `av-block` conducts flutter waves, but `NSR` has none. Add `atrial: { type: flutter-waves }`.',
    ],
  ])('%s', (_, from, to, code, underlined, message) => {
    expect(SMALL).toContain(from);
    const text = SMALL.replace(from, to);
    const found = problems(text).filter((p) => p.severity === 'error');
    expect(found).toContainEqual({ code, severity: 'error', message, underlined });
    expect(parseSpec(text).spec).toBeUndefined();
  });

  it('says one thing once', () => {
    expect(problems(SMALL.replace('width: 15 ms', 'wdith: 15 ms')).map((p) => p.code)).toEqual(['ECG102']);
    expect(problems(SMALL.replace('type: sinus', 'type: sinsu'))).toHaveLength(1);
    expect(problems(SMALL.replace('width: 15 ms', 'width: 15'))).toHaveLength(1);
  });

  it('names the circle when beats extend each other', () => {
    const text = SMALL.replace('classes:', '  a: { extends: b }\n  b: { extends: a }\nclasses:');
    expect(problems(text).map((p) => p.message)).toContain(
      'Beat types extend each other in a circle: a → b → a. One of them must stand on its own.',
    );
  });

  it.each([
    ['nothing', ''],
    ['a comment', '# hello\n'],
    ['a sentence', 'just words'],
    ['a list', '- 1\n- 2\n'],
    ['a number', '42'],
    ['null classes', 'ecgspec: 1\nbeats:\nclasses:\n'],
  ])('%s is not a spec', (_, text) => {
    const parsed = parseSpec(text);
    expect(parsed.spec).toBeUndefined();
    expect(parsed.problems.length).toBeGreaterThan(0);
    if (text === '' || text === 'just words') expect(parsed.problems[0]!.code).toBe('ECG100');
  });
});

describe('beat types with weights', () => {
  it('are kept with their weights, and one that is not there is named at its key', () => {
    const ours = 'beat: { pvc: 75 %, pvc from below: 25 % }';
    expect(parseSpec(EXAMPLE).spec!.classes[3]!.ectopy!.beats).toEqual([
      { beat: 'pvc', weight: 0.75 },
      { beat: 'pvc from below', weight: 0.25 },
    ]);
    const wrong = change(EXAMPLE, ours, 'beat: { pvc: 75 %, pvc from below: 20 %, no-q: 5 % }');
    expect(problems(wrong).map((p) => [p.code, p.underlined, p.message])).toEqual([
      ['ECG302', 'no-q', 'There is no beat type `no-q`. Did you mean `no-p`?'],
    ]);
  });
});
