import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { beforeAll, describe, expect, it } from 'vitest';
import oniguruma from 'vscode-oniguruma';
import textmate, { type IGrammar, type StateStack } from 'vscode-textmate';

const GRAMMAR = 'syntaxes/ecgspec.tmLanguage.json';
const require = createRequire(import.meta.url);

let grammar: IGrammar;
beforeAll(async () => {
  await oniguruma.loadWASM(readFileSync(require.resolve('vscode-oniguruma/release/onig.wasm')));
  const registry = new textmate.Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
      createOnigString: (text) => new oniguruma.OnigString(text),
    }),
    loadGrammar: async (scope) =>
      scope === 'source.ecgspec' ? textmate.parseRawGrammar(readFileSync(GRAMMAR, 'utf8'), GRAMMAR) : null,
  });
  grammar = (await registry.loadGrammar('source.ecgspec'))!;
});

/** What each word is coloured as: the innermost scope, without its end. */
function scopes(text: string): Record<string, string> {
  const found: Record<string, string> = {};
  let state: StateStack = textmate.INITIAL;
  for (const line of text.split('\n')) {
    const { tokens, ruleStack } = grammar.tokenizeLine(line, state);
    state = ruleStack;
    for (const { startIndex, endIndex, scopes: all } of tokens) {
      const word = line.slice(startIndex, endIndex).trim();
      if (word !== '') found[word] = all.at(-1)!.replace(/\.ecgspec$/, '');
    }
  }
  return found;
}

const NUMBER = 'constant.numeric';
const UNIT = 'keyword.other.unit';
const SPREAD = 'keyword.operator.spread';
const WAVE = 'entity.name.tag.wave';
const ANCHOR = 'variable.other.anchor';
const KEY = 'support.type.property-name';
const CHOICE = 'constant.language';

describe('the grammar', () => {
  it.each(['mV', 'µV', 'ms', 's', 'Hz', 'kHz', 'bpm', '/min', '/s', 'dB', '/mV', '/µV', '/V', '%', 'min'])(
    'knows the unit %s, with a space before it and without',
    (unit) => {
      expect(scopes(`a: 12.5 ${unit}`)).toMatchObject({ '12.5': NUMBER, [unit]: UNIT });
      expect(scopes(`{ a: -3${unit} }`)).toMatchObject({ '-3': NUMBER, [unit]: UNIT });
    },
  );

  it('knows spreads and ranges, inside braces too', () => {
    expect(scopes('  P: { amplitude: 0.3 mV ± 0.1 mV, width: 60..100 ms, x: 1 +- 2 }')).toEqual({
      P: WAVE,
      ...{ amplitude: KEY, width: KEY, x: KEY },
      ...{ '0.3': NUMBER, '0.1': NUMBER, '60': NUMBER, '100': NUMBER, '1': NUMBER, '2': NUMBER },
      ...{ mV: UNIT, ms: UNIT, '±': SPREAD, '..': SPREAD, '+-': SPREAD },
      ':': 'punctuation.separator.key-value.mapping',
      ',': 'punctuation.separator.mapping',
      '{': 'punctuation.definition.mapping.begin',
      '}': 'punctuation.definition.mapping.end',
    });
  });

  it('knows anchors: points of the beat, waves, and points of waves', () => {
    expect(scopes('T: { at: QRS onset + 320 ms ± 10 ms }')).toMatchObject({
      'QRS onset': ANCHOR,
      '+': 'keyword.operator.arithmetic',
      '320': NUMBER,
    });
    expect(scopes('ST: { at: J + 60 ms, x: { from: previous, value: 2 ms } }')).toMatchObject({
      ST: WAVE,
      J: ANCHOR,
      previous: ANCHOR,
    });
    expect(scopes("S: { at: R' offset - 5..8 ms }")).toMatchObject({
      "R'": WAVE,
      offset: ANCHOR,
      '-': 'keyword.operator.arithmetic',
      '8': NUMBER,
    });
    expect(scopes('P bifid: { part: P, at: P + 20 ms }')).toMatchObject({ 'P bifid': KEY });
  });

  it('knows words that choose, and names', () => {
    expect(
      scopes('  S: none\n  rhythm: { type: av-node }\n  beat: no-p\n  extends: sinus beat # why'),
    ).toMatchObject({
      none: CHOICE,
      'av-node': CHOICE,
      'no-p': 'entity.name.type',
      'sinus beat': 'entity.name.type',
    });
    expect(scopes('count: poisson 2')).toMatchObject({ poisson: CHOICE, '2': NUMBER });
  });

  it('knows ratios, weights and invariants', () => {
    expect(scopes('block: { 2:1: 60 %, variable: 40 % }')).toMatchObject({
      '2': NUMBER,
      '1': NUMBER,
      '60': NUMBER,
      '%': UNIT,
      variable: KEY,
    });
    expect(scopes('invariants: [PR < 120 ms, no P amplitude, QTc 0.3..0.4 s]')).toMatchObject({
      PR: 'variable.other.measure',
      '<': 'keyword.operator.comparison',
      '120': NUMBER,
      no: 'keyword.operator.logical',
      'P amplitude': 'variable.other.measure',
      QTc: 'variable.other.measure',
    });
  });

  it('knows remarks that silence a rule, within the comment that they are', () => {
    const found = scopes('T: 1 ms # ignore ECG407: on purpose');
    expect(found).toMatchObject({ ignore: 'keyword.control.ignore', ECG407: 'constant.other.code' });
    expect(found[': on purpose'] ?? found['on purpose']).toBe('comment.line.number-sign');
    expect(scopes('# 120 ms')['120 ms']).toBe('comment.line.number-sign');
  });

  it('leaves text alone, quoted or not', () => {
    expect(scopes('title: 4 arrhythmias, 10 s')).toMatchObject({ title: 'keyword.control.section' });
    expect(scopes('    title: Normal sinus rhythm')).toMatchObject({
      'Normal sinus rhythm': 'string.unquoted.plain',
    });
    expect(scopes('a: "120 ms # no"')['120 ms # no']).toBe('string.quoted.double');
    expect(scopes("b: '3 mV'")['3 mV']).toBe('string.quoted.single');
  });

  it('has every wave that the language knows by name, and every section', async () => {
    const { KNOWN_WAVES } = await import('../../../src/spec/types');
    for (const wave of Object.keys(KNOWN_WAVES)) expect(scopes(`    ${wave}: none`)[wave]).toBe(WAVE);
    const schema = JSON.parse(readFileSync('schemas/ecgspec.schema.json', 'utf8')) as { properties: object };
    for (const key of Object.keys(schema.properties)) {
      expect(scopes(`${key}: 1`)[key]).toBe('keyword.control.section');
    }
  });
});
