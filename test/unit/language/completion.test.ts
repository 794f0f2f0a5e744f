import { describe, expect, it } from 'vitest';
import { completionsAt, recordingsAt } from '../../../src/language';
import { SPEC } from './fixture';

/** What is offered at the `|` that replaces `needle`, in place of what. */
function offered(needle: string, instead: string, after = ''): { labels: string[]; replaced: string } {
  const from = SPEC.indexOf(needle, SPEC.indexOf(after));
  if (from < 0) throw new Error(`no ${needle}`);
  const text = SPEC.slice(0, from) + instead + SPEC.slice(from + needle.length);
  const offset = text.indexOf('|');
  const clean = text.replace('|', '');
  const items = completionsAt(clean, offset);
  const range = items[0]?.range;
  return {
    labels: items.map(({ label }) => label).sort(),
    replaced: range === undefined ? '' : clean.slice(range.start, range.end),
  };
}

describe('completion', () => {
  it('offers beat types where a class names one, with nothing written and with a part of a name', () => {
    const all = ['no-p', 'normal', 'pvc'];
    expect(offered('beat: normal', 'beat: |')).toEqual({ labels: all, replaced: '' });
    expect(offered('beat: normal', 'beat: no|rm')).toEqual({ labels: all, replaced: 'norm' });
    expect(offered("beat: 'pvc'", "beat: '|'", 'ectopy')).toEqual({ labels: all, replaced: '' });
    expect(offered("beat: 'pvc'", 'beat: |', 'ectopy')).toEqual({ labels: all, replaced: '' });
  });

  it('offers beat types as keys of weights, but not twice', () => {
    expect(offered('no-p: 30 %', '|', 'beat: {').labels).toEqual(['no-p', 'pvc']);
  });

  it('offers what a beat type or class may extend without closing a circle', () => {
    expect(offered('extends: normal', 'extends: |').labels).toEqual(['normal', 'pvc']);
    expect(offered('symbol: V', 'extends: |').labels).toEqual(['no-p', 'normal']);
    expect(offered('title: Normal sinus rhythm', 'extends: |').labels).toEqual([]);
    expect(offered('extends: NSR', 'extends: |', 'PAF').labels).toEqual(['NSR', 'mixed']);
  });

  it('offers classes where strips are counted and episodes are made of', () => {
    expect(offered('mixed: 10', '|', 'strips').labels).toEqual(['PAF', 'mixed']);
    expect(offered('strips: { NSR: 1000, mixed: 10 }', 'strips:\n    N|').labels).toEqual([
      'NSR',
      'PAF',
      'mixed',
    ]);
    expect(offered('class: mixed', 'class: |').labels).toEqual(['NSR', 'mixed']);
  });

  it('offers waves and points of the beat where a time counts from one', () => {
    const { labels, replaced } = offered('at: P + 20 ms', 'at: |', 'P late');
    expect(labels).toEqual(expect.arrayContaining(['P', 'Q', 'R', 'T', 'QRS onset', 'J', 'previous']));
    expect(labels).not.toContain('P late');
    expect(replaced).toBe('');
    expect(offered('from: previous', 'from: |').labels).toContain('T end');
  });

  it('offers the waves of the beat with their numbers where two go together', () => {
    const { labels } = offered('R amplitude, T amplitude', 'R amplitude, |');
    expect(labels).toContain('T width');
    expect(labels).not.toContain('Q width');
  });

  it('offers inherited waves that have a name of their own', () => {
    expect(offered('P late: none', '|', 'no-p').labels).toContain('P late');
    expect(offered('symbol: V', '|').labels).toEqual([]);
  });

  it('offers measures in invariants', () => {
    const { labels } = offered('beat: normal', 'invariants: [|]', 'NSR:');
    expect(labels).toContain('QRS');
  });

  it('offers nothing elsewhere, and takes any text', () => {
    expect(offered('title: Names', 'title: |').labels).toEqual([]);
    expect(offered('# A beat.', '# A |').labels).toEqual([]);
    for (const text of ['', '[', '\0', 'beats:\n\t', 'a: "']) {
      expect(completionsAt(text, text.length)).toEqual([]);
    }
  });
});

describe('completion of recordings', () => {
  const at = (written: string): ReturnType<ReturnType<typeof recordingsAt> & {}> | undefined => {
    const offset = written.indexOf('|');
    return recordingsAt(written.replace('|', ''), offset)?.(['noise/ma.hea', 'a,b.npy']);
  };

  it.each([
    ['noise:\n  - { type: recording, file: | }\n', ''],
    ['noise:\n  - { type: white }\n  - type: recording\n    file: noi|\n', 'noi'],
    ['augmentations:\n  of:\n    - { type: recording, file: "noise/|x" }\n', 'noise/x'],
  ])('offers the files that there are where a noise names one: %j', (written, replaced) => {
    const items = at(written)!;
    const clean = written.replace('|', '');
    const isQuoted = written.includes('"');
    expect(
      items.map(({ label, detail, range, text }) => [
        label,
        detail,
        clean.slice(range.start, range.end),
        text,
      ]),
    ).toEqual([
      ['noise/ma.hea', 'WFDB', replaced, 'noise/ma.hea'],
      ['a,b.npy', 'NumPy', replaced, isQuoted ? 'a,b.npy' : '"a,b.npy"'],
    ]);
  });

  it.each([
    'noise:\n  - { type: |, file: a.hea }\n',
    'noise:\n  - { type: recording, signal: | }\n',
    'noise:\n  - { type: recording, fi|le: a.hea }\n',
    'classes:\n  c: { file: | }\n',
  ])('offers none elsewhere: %j', (written) => expect(at(written)).toBeUndefined());
});
