import { describe, expect, it } from 'vitest';
import { completionsAt, mayOffer } from '../../../src/language';
import { parseSpec } from '../../../src/spec';
import { SMALL } from '../spec/texts';

/** What is offered at the `|`. */
function offered(text: string): ReturnType<typeof completionsAt> {
  const at = text.indexOf('|');
  return completionsAt(text.replace('|', ''), at);
}
const labels = (text: string): string[] => offered(text).map(({ label }) => label);

const beat = (wave: string): string => SMALL.replace(/ {4}P: .*/, () => `    P: ${wave}`);
const rhythm = (text: string): string => SMALL.replace('{ type: sinus }', () => text);

describe('keys within braces', () => {
  it.each([
    ['an empty wave', beat('{ | }'), ['amplitude', 'at', 'width', 'rise', 'fall', 'shape']],
    ['a wave without spaces', beat('{|}'), ['amplitude', 'width']],
    ['a part of a key', beat('{ am| }'), ['amplitude']],
    ['a quantity', beat('{ amplitude: { | }, at: 0 ms }'), ['value', 'recording', 'beat', 'min', 'one-of']],
    ['a time', beat('{ at: { | } }'), ['from', 'value', 'beat']],
    ['a rhythm', rhythm('{ | }'), ['type']],
    ['a rhythm of a type', rhythm('{ type: sinus, | }'), ['rate', 'variability', 'ramp']],
    ['a rate', rhythm('{ type: sinus, rate: { | } }'), ['value', 'recording']],
    ['ectopy', `${SMALL}    ectopy: { | }\n`, ['beat', 'coupling', 'pause']],
    ['a noise', `${SMALL}noise: [{ | }]\n`, ['type']],
    ['a noise of a type', `${SMALL}noise:\n  - { type: white, | }\n`, ['rms', 'snr', 'during']],
    ['an augmentation', `${SMALL}augmentations: { of: [{ type: white, | }] }\n`, ['rms', 'weight']],
    ['a filter', `${SMALL}recording: { filters: [{ type: notch, | }] }\n`, ['frequency']],
    ['a class', SMALL.replace(/ {2}NSR:[^]*/, '  NSR: { | }\n'), ['beat', 'rhythm', 'title', 'ectopy']],
    ['the data set', `${SMALL}dataset: { | }\n`, ['strips', 'validation']],
  ])('%s', (_, text, expected) => {
    expect(labels(text)).toEqual(expect.arrayContaining(expected));
    // The YAML language service would have lines of its own for it.
    expect(mayOffer(text.replace('|', ''), text.indexOf('|'))('type')).toBe(false);
  });

  it('not those that are there, those of another type, or a weight of a noise', () => {
    expect(labels(beat('{ amplitude: 1 mV, | }'))).not.toContain('amplitude');
    expect(labels(rhythm('{ type: regular, | }'))).not.toContain('variability');
    expect(labels(`${SMALL}noise: [{ type: white, | }]\n`)).not.toContain('weight');
    // What would say the same thing in two ways.
    expect(labels(`${SMALL}noise: [{ type: white, rms: 1 mV, | }]\n`)).not.toContain('snr');
    expect(labels(rhythm('{ type: regular, interval: 1 s, | }'))).not.toContain('rate');
    expect(labels(rhythm('{ type: sinus, rate: | }'))).toEqual([]);
    expect(labels(beat('{ |: 1 mV }'))).toEqual([]);
  });

  it('and each leaves YAML that can be read', () => {
    const texts = [
      beat('{ | }'),
      rhythm('{ type: sinus, | }'),
      `${SMALL}noise: [{ | }]\n`,
      `${SMALL}dataset: { | }\n`,
    ];
    texts.push(
      SMALL.replace(/ {2}NSR:[^]*/, '  NSR: { | }\n'),
      `${SMALL}training: { | }\n`,
      `${SMALL}recording: { | }\n`,
    );
    for (const text of texts) {
      const items = offered(text);
      expect(items.length).toBeGreaterThan(0);
      for (const { label, range, text: snippet } of items) {
        const put = snippet
          .replace(/\$\{1\|([^,|]*)[^}]*\}/, '$1')
          .replace(/\$\{1:([^}]*)\}/, '$1')
          .replace('$1', '');
        const clean = text.replace('|', '');
        const { problems } = parseSpec(clean.slice(0, range.start) + put + clean.slice(range.end));
        expect(
          problems.filter(({ code }) => /^ECG(00|102)/.test(code)),
          `${label}: ${put}`,
        ).toEqual([]);
      }
    }
  });

  it('on lines of their own, what the service offers may be, but a weight of a noise', () => {
    const text = `${SMALL}noise:\n  - type: white\n    `;
    expect(['rms', 'weight'].map(mayOffer(text, text.length))).toEqual([true, false]);
    const augmentation = `${SMALL}augmentations:\n  of:\n  - type: white\n    `;
    expect(mayOffer(augmentation, augmentation.length)('weight')).toBe(true);
  });

  it('leaves out the files that the schema has for examples: only those that there are would be found', () => {
    for (const text of [
      'noise:\n  - type: recording\n    file: |',
      'noise:\n  - { type: recording, file: no| }',
    ]) {
      expect(mayOffer(text.replace('|', ''), text.indexOf('|'))('noise/ma.hea')).toBe(false);
    }
    const signal = 'noise:\n  - type: recording\n    signal: ';
    expect(mayOffer(signal, signal.length)('noise1')).toBe(true);
  });
});
