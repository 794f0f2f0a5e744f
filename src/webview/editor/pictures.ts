/** Pictures for hovers. A chunk of its own: it holds the parser and synthesis, which the page otherwise leaves to its worker. */
import type { Subject } from '../../language';
import { drawSubject, type SubjectPicture } from '../../render/subject';
import { parseSpec, type Spec } from '../../spec';
import { readTheme } from '../shared/theme';

let last: { readonly text: string; readonly spec: Spec | undefined } | undefined;

/** What a name in a text stands for, drawn; `undefined` while the text is no spec or has no such thing. */
export function picture(
  text: string,
  subject: Subject,
): { readonly uri: string; readonly words: SubjectPicture['words'] } | undefined {
  if (last?.text !== text) last = { text, spec: parseSpec(text).spec };
  const { spec } = last;
  const drawn = spec && drawSubject(spec, subject, readTheme().kind.endsWith('dark') ? 'dark' : 'light');
  if (drawn === undefined) return undefined;
  const bytes = new TextEncoder().encode(drawn.svg);
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return { uri: `data:image/svg+xml;base64,${btoa(binary)}`, words: drawn.words };
}
