/** Pictures for hovers. A chunk of its own: it holds the parser and synthesis, which the page otherwise leaves to its worker. */
import type { Subject } from '../../../language';
import { judgeRecords, type RecordReading } from '../../../records';
import { drawSubject, type SubjectPicture } from '../../../render/subject';
import { parseSpec, type ParsedSpec } from '../../../spec';
import { readTheme } from '../../shared/theme';

let last: { readonly text: string; readonly parsed: ParsedSpec } | undefined;

/**
 * What a name in a text stands for, drawn; `undefined` while the text is no spec or has no such thing.
 *
 * @param readings the recordings that the text names, as far as they have arrived
 */
export function picture(
  text: string,
  subject: Subject,
  readings: ReadonlyMap<string, RecordReading>,
): { readonly uri: string; readonly words: SubjectPicture['words'] } | undefined {
  if (last?.text !== text) last = { text, parsed: parseSpec(text) };
  const { parsed } = last;
  if (parsed.spec === undefined) return undefined;
  const theme = readTheme().kind.endsWith('dark') ? 'dark' : 'light';
  const drawn = drawSubject(parsed.spec, subject, theme, judgeRecords(parsed, readings).records);
  if (drawn === undefined) return undefined;
  const bytes = new TextEncoder().encode(drawn.svg);
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return { uri: `data:image/svg+xml;base64,${btoa(binary)}`, words: drawn.words };
}
