import { readFileSync } from 'node:fs';
import { parseSpec } from '../../../src/spec';

export const EXAMPLE = readFileSync('examples/four-arrhythmias.ecgspec', 'utf8');

/** The smallest whole spec: the tests break it one way each. */
export const SMALL = `ecgspec: 1
beats:
  normal:
    P: { amplitude: 0.1 mV, at: -160 ms, width: 20 ms }
    R: { amplitude: 1 mV, at: 0 ms, width: 15 ms }
    T: { amplitude: 0.3 mV, at: 280 ms, width: 40 ms }
classes:
  NSR:
    beat: normal
    rhythm: { type: sinus }
`;

/** `text` with one place changed; fails where the place is not there. */
export function change(text: string, from: string, to: string): string {
  if (!text.includes(from)) throw new Error(`not in the text: ${from}`);
  return text.replace(from, () => to);
}

/** Each problem as the author meets it: code, severity, message, and the text it underlines. */
export function problems(
  text: string,
): { code: string; severity: string; message: string; underlined: string }[] {
  return parseSpec(text).problems.map(({ code, severity, message, range }) => ({
    code,
    severity,
    message,
    underlined: text.slice(range.start, range.end),
  }));
}

/** The codes of a text's problems, sorted, each once. */
export function codes(text: string): string[] {
  return [...new Set(parseSpec(text).problems.map(({ code }) => code))].sort();
}
