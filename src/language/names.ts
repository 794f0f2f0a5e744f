import type { Node } from 'yaml';
import type { Range } from '../spec/problem';
import { contains, entryOf, literal } from './nodes';
import type { Occurrence } from './occurrences';
import type { SpecText } from './text';

/** The name that stands at an offset, its last character's end included. */
export function nameAt(spec: SpecText, offset: number): Occurrence | undefined {
  return spec.names.find(({ range }) => contains(range, offset));
}

/** Names that are defined, in the order of the text. */
export function defined(spec: SpecText, kind: 'beat' | 'class'): string[] {
  return spec.names.flatMap((name) => (name.kind === kind && name.role === 'definition' ? [name.name] : []));
}

/** A beat type or class and all that it extends, itself first; ends where a circle closes. */
export function ancestry(spec: SpecText, kind: 'beat' | 'class', name: string): string[] {
  const section = entryOf(spec.root, kind === 'beat' ? 'beats' : 'classes', spec.text)?.value;
  const line: string[] = [];
  for (let next: string | undefined = name; next !== undefined && !line.includes(next);) {
    line.push(next);
    const body: Node | null | undefined = entryOf(section, next, spec.text)?.value;
    next = literal(entryOf(body, 'extends', spec.text)?.value, spec.text)?.text;
  }
  return line;
}

/** The waves that a beat type has, its own first, then the inherited ones. */
export function wavesOf(spec: SpecText, beat: string): string[] {
  const waves = new Set<string>();
  for (const ancestor of ancestry(spec, 'beat', beat)) {
    for (const { kind, role, name, beat: of } of spec.names) {
      if (kind === 'wave' && role === 'definition' && of === ancestor) waves.add(name);
    }
  }
  return [...waves];
}

/**
 * Where the name at an offset is defined. A wave is looked for in the beat type it is named in and then in those that
 * it extends; from a wave that changes an inherited one, the way leads to the inherited one.
 */
export function definitionAt(spec: SpecText, offset: number): Occurrence | undefined {
  const name = nameAt(spec, offset);
  if (name === undefined) return undefined;
  if (name.kind !== 'wave') {
    return spec.names.find(
      (other) => other.role === 'definition' && other.kind === name.kind && other.name === name.name,
    );
  }
  const line = ancestry(spec, 'beat', name.beat ?? '');
  const places = (name.role === 'definition' ? line.slice(1) : line).flatMap((beat) =>
    spec.names.filter(
      (other) =>
        other.kind === 'wave' &&
        other.role === 'definition' &&
        other.beat === beat &&
        other.name === name.name,
    ),
  );
  return places[0] ?? (name.role === 'definition' ? name : undefined);
}

/** Every place that names the same beat type, class or wave as the one at an offset. */
export function occurrencesAt(spec: SpecText, offset: number): Occurrence[] {
  const name = nameAt(spec, offset);
  if (name === undefined) return [];
  const same = spec.names.filter((other) => other.kind === name.kind && other.name === name.name);
  if (name.kind !== 'wave') return same;
  // A wave belongs to its beat type and to those that inherit it.
  const root = originOf(spec, name.beat ?? '', name.name);
  return same.filter((other) => originOf(spec, other.beat ?? '', name.name) === root);
}

/** The eldest beat type in the line of `beat` that defines the wave. */
function originOf(spec: SpecText, beat: string, wave: string): string {
  const line = ancestry(spec, 'beat', beat).filter((ancestor) =>
    spec.names.some(
      (other) =>
        other.kind === 'wave' &&
        other.role === 'definition' &&
        other.beat === ancestor &&
        other.name === wave,
    ),
  );
  return line.at(-1) ?? beat;
}

/** What of a spec can be drawn on its own. */
export type Subject =
  | { readonly kind: 'beat'; readonly beat: string }
  | { readonly kind: 'wave'; readonly beat: string; readonly wave: string }
  | { readonly kind: 'class'; readonly class: string };

/** What the name at an offset stands for, and the name's range. */
export function subjectAt(
  spec: SpecText,
  offset: number,
): { readonly subject: Subject; readonly range: Range } | undefined {
  const name = nameAt(spec, offset);
  if (name === undefined) return undefined;
  const { kind, range } = name;
  if (kind === 'wave') return { subject: { kind, beat: name.beat ?? '', wave: name.name }, range };
  if (kind === 'beat') return { subject: { kind, beat: name.name }, range };
  return { subject: { kind, class: name.name }, range };
}
