import { describe, expect, it } from 'vitest';
import { parseSpec } from '../../../src/spec';
import { applyFix } from '../../../src/spec/fixes';
import { change, codes, EXAMPLE, problems } from './texts';

const FAST = change(
  EXAMPLE,
  'beat: pre-excited\n    rhythm: { type: sinus, rate: 55..100 bpm',
  'beat: pre-excited\n    rhythm: { type: sinus, rate: 55..280 bpm',
);

describe('# ignore', () => {
  it('silences a warning that begins on its line, or on the next one', () => {
    expect(codes(FAST)).toContain('ECG407');
    const before = '    rhythm: { type: sinus, rate: 55..280 bpm }\n';
    const above = change(
      FAST,
      before,
      `    # ignore ECG407: on purpose\n    # ignore ECG417: on purpose\n${before}`,
    );
    expect(codes(above)).toEqual([]);
    expect(parseSpec(above).spec).toBeDefined();
    const behind = change(FAST, before, `${before.trimEnd()}  # ignore ECG407: on purpose\n`);
    expect(codes(behind)).toEqual(['ECG417']);
  });

  it('silences several codes with one reason, and tells of each that is idle', () => {
    const rhythm = '    rhythm: { type: sinus, rate: 55..280 bpm }\n';
    const remark = (codes: string): string => change(FAST, rhythm, `    # ignore ${codes}\n${rhythm}`);
    expect(codes(remark('ECG407, ECG417: on purpose'))).toEqual([]);
    const idle = remark('ECG407,ECG405 , ECG417: on purpose');
    expect(problems(idle)).toMatchObject([{ code: 'ECG412', underlined: 'ECG405' }]);
    const [mend] = parseSpec(idle).problems[0]!.fixes!;
    expect(applyFix(idle, mend!)).toBe(remark('ECG407, ECG417: on purpose'));
    const bare = remark('ECG407, ECG417');
    expect(problems(bare).map(({ message }) => message)).toEqual([
      'Say why ECG407, ECG417 do not matter here: `# ignore ECG407, ECG417: reason`.',
    ]);
    expect(codes(applyFix(bare, parseSpec(bare).problems[0]!.fixes![0]!))).toEqual([]);
  });

  it('silences nothing on other lines, and says so', () => {
    const text = change(FAST, 'seed: 1\n', 'seed: 1  # ignore ECG407: far away\n');
    expect(codes(text)).toEqual(['ECG407', 'ECG412', 'ECG417']);
    expect(problems(text).find((p) => p.code === 'ECG412')).toMatchObject({
      severity: 'info',
      underlined: '# ignore ECG407: far away',
    });
  });

  it('wants a reason', () => {
    const text = change(EXAMPLE, 'seed: 1\n', 'seed: 1\n');
    const used = change(
      text,
      '  # From a ventricular',
      '  spare: { extends: pvc } # ignore ECG408\n\n  # From a ventricular',
    );
    expect(problems(used)).toEqual([
      {
        code: 'ECG411',
        severity: 'warning',
        message: 'Say why ECG408 does not matter here: `# ignore ECG408: reason`.',
        underlined: '# ignore ECG408',
      },
    ]);
  });

  it('cannot silence an error', () => {
    const text = change(EXAMPLE, 'seed: 1\n', 'seed: -1  # ignore ECG106: I like it\n');
    expect(codes(text)).toEqual(['ECG106', 'ECG413']);
  });

  it('is a comment, not what stands in quotes', () => {
    expect(codes(change(EXAMPLE, 'title: Atrial flutter', 'title: "# ignore ECG407: no"'))).not.toContain(
      'ECG412',
    );
  });

  it('knows only codes that there are', () => {
    expect(problems(`# ignore ECG999: what\n${EXAMPLE}`).map((p) => p.message)).toEqual([
      'There is no problem ECG999. The remark does nothing.',
    ]);
  });

  it('is offered as a mend of every warning and hint, and works', () => {
    const text = change(FAST, '\nclasses:', '  spare: { extends: pvc }\n\nclasses:');
    let silenced = text;
    for (let i = 0; i < 10; i++) {
      const [first] = parseSpec(silenced).problems;
      if (!first) break;
      const fix = first.fixes!.find(({ title }) => title.startsWith('Keep it'))!;
      const [edit] = fix.edits;
      silenced = silenced.slice(0, edit!.range.start) + edit!.text + silenced.slice(edit!.range.end);
    }
    expect(problems(silenced)).toEqual([]);
    expect(silenced.split('\n').length).toBe(text.split('\n').length + 3);
  });
});
