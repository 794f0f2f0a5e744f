import { applyFix } from '../spec/fixes';
import { parseSpec } from '../spec/parse';
import type { Fix } from '../spec/problem';
import type { RhythmClass, Spec } from '../spec/types';
import { rename } from './rename';
import { readText } from './text';

/** A class that was put into a spec. */
export interface Insertion {
  readonly edits: Fix['edits'];
  /** What the class is called there: another name than in the library where that one was taken. */
  readonly name: string;
}

/** Why it cannot be put there, as a sentence for the author. */
export interface InsertRefusal {
  readonly reason: string;
  /** There is nothing to do: the spec has the class. */
  readonly isThere?: true;
}

type Room = 'beats' | 'classes';

/** A spec to put classes into: what a file needs at least. */
export function blankSpec(title: string): string {
  return `ecgspec: 1\ntitle: ${JSON.stringify(title)}\nseed: 1\n\nrecording:\n  rate: 500 Hz\n  duration: 10 s\n  lead: II\n\nnoise:\n  - { type: baseline-wander, rms: 10..80 µV }\n  - { type: white, rms: 4..20 µV }\n\ndataset:\n  strips: 1000\n  validation: 10 %\n`;
}

/**
 * The edits that put a class of one spec into another: its text, comments included, with the classes that it extends or
 * turns into and the beat types that they need. What the other spec has word for word is used there; what only has the
 * same name gets another one.
 *
 * @param target a spec without errors, or one that lacks nothing but classes
 * @param library the spec that has the class
 */
export function insertClass(target: string, library: string, className: string): Insertion | InsertRefusal {
  const { spec } = parseSpec(library);
  if (spec === undefined) return { reason: 'The library file has errors.' };
  if (!spec.classes.some(({ name }) => name === className))
    return { reason: `The library file has no class \`${className}\`.` };
  const there = roomsOf(target);
  if (there === undefined)
    return { reason: '`beats` and `classes` have to be written in lines of their own, not within braces.' };

  let text = library;
  let own = roomsOf(text);
  if (own === undefined) return { reason: 'The library file is written within braces.' };
  const needed = neededBy(spec, className);
  // A spec has at least one beat type, even where no class shows it.
  if (needed.beats.size === 0 && there.beats.length === 0) needed.beats.add(spec.beats[0]!.name);
  const wanted: Record<Room, string[]> = { beats: [...needed.beats], classes: [...needed.classes] };
  let name = className;
  for (const room of ['beats', 'classes'] as const) {
    for (const [i, entry] of wanted[room].entries()) {
      const other = there[room].find((one) => one.name === entry);
      if (other === undefined) continue;
      // The same words mean the same only where what they name is the same too, which is settled before: beats first.
      if (sameWords(blockOf(own[room], entry), other.text)) {
        wanted[room][i] = '';
        continue;
      }
      const free = freeName(entry, [...there[room].map((one) => one.name), ...wanted[room]]);
      const renamed = renameIn(text, room, entry, free);
      const after = renamed === undefined ? undefined : roomsOf(renamed);
      if (renamed === undefined || after === undefined)
        return { reason: `\`${entry}\` could not be given another name.` };
      [text, own] = [renamed, after];
      wanted[room][i] = free;
      if (room === 'classes' && entry === className) name = free;
    }
  }
  const blocks = own;
  const edits = (['beats', 'classes'] as const).flatMap((room) => {
    const found = wanted[room].filter((entry) => entry !== '').map((entry) => blockOf(blocks[room], entry));
    return found.length === 0 ? [] : [additionTo(target, room, there[room], found)];
  });
  if (edits.length === 0) return { reason: `The spec has \`${className}\` already.`, isThere: true };
  // Both at the end of the text would be one place.
  const [first, second] = edits;
  const joined =
    second !== undefined && first!.range.start === second.range.start
      ? [{ range: first!.range, text: first!.text.trimEnd() + second.text }]
      : edits;
  const after = parseSpec(applyFix(target, { edits: joined }));
  const error = after.problems.find(({ severity }) => severity === 'error');
  return error === undefined ? { edits: joined, name } : { reason: error.message };
}

/** The beat types and classes that a class needs, those that others extend first. */
function neededBy(
  spec: Spec,
  className: string,
): { readonly beats: Set<string>; readonly classes: Set<string> } {
  const beats = new Set<string>();
  const classes = new Set<string>();
  const addBeat = (name: string): void => {
    const beat = spec.beats.find((one) => one.name === name);
    if (beat === undefined || beats.has(name)) return;
    if (beat.extends !== null) addBeat(beat.extends);
    beats.add(name);
  };
  const addClass = (name: string): void => {
    const found = spec.classes.find((one) => one.name === name);
    if (found === undefined || classes.has(name)) return;
    if (found.extends !== null) addClass(found.extends);
    classes.add(name);
    for (const beat of beatsNamed(found)) addBeat(beat);
    if (found.episodes !== null) addClass(found.episodes.class);
  };
  addClass(className);
  return { beats, classes };
}

function beatsNamed({ beats, ectopy, conduction }: RhythmClass): string[] {
  const escape = conduction?.type === 'dissociated' ? conduction.beats : [];
  return [...beats, ...(ectopy?.beats ?? []), ...escape].map(({ beat }) => beat);
}

interface Entry {
  readonly name: string;
  /** Its lines, with the comments right above them. */
  readonly text: string;
  readonly end: number;
  readonly indent: string;
}

type Rooms = Readonly<Record<Room, readonly Entry[]>>;

/** The beat types and classes of a text as blocks of lines; undefined where some are written within braces. */
function roomsOf(text: string): Rooms | undefined {
  const parsed = parseSpec(text);
  const rooms: Record<Room, Entry[]> = { beats: [], classes: [] };
  for (const { kind, role, name, range } of readText(text).names) {
    if (role !== 'definition' || kind === 'wave') continue;
    const room = kind === 'beat' ? 'beats' : 'classes';
    const value = parsed.rangeOf([room, name]);
    const lineStart = text.lastIndexOf('\n', range.start - 1) + 1;
    const indent = text.slice(lineStart, range.start).replace(/["']$/, '');
    if (indent.trim() !== '' || indent === '') return undefined;
    const after = text.indexOf('\n', Math.max(range.end, (value?.end ?? 0) - 1));
    const end = after < 0 ? text.length : after;
    rooms[room].push({ name, text: text.slice(startOf(text, lineStart, indent), end), end, indent });
  }
  return rooms;
}

/** Where the comment right above a line begins. */
function startOf(text: string, lineStart: number, indent: string): number {
  let start = lineStart;
  while (start > 0) {
    const before = text.lastIndexOf('\n', start - 2) + 1;
    if (!text.slice(before, start).startsWith(`${indent}#`)) break;
    start = before;
  }
  return start;
}

/** Whatever is needed stands in the library, as its spec says. */
function blockOf(entries: readonly Entry[], name: string): string {
  return entries.find((entry) => entry.name === name)!.text;
}

function sameWords(a: string, b: string): boolean {
  const words = (block: string): string =>
    block
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '' && !line.startsWith('#'))
      .join('\n');
  return words(a) === words(b);
}

function renameIn(text: string, room: Room, name: string, to: string): string | undefined {
  const spec = readText(text);
  const kind = room === 'beats' ? 'beat' : 'class';
  const definition = spec.names.find(
    (one) => one.kind === kind && one.role === 'definition' && one.name === name,
  );
  if (definition === undefined) return undefined;
  const renamed = rename(spec, definition.range.start, to);
  return 'reason' in renamed ? undefined : applyFix(text, { edits: renamed.edits });
}

function freeName(name: string, taken: readonly string[]): string {
  for (let n = 2; ; n++) {
    const free = `${name.slice(0, 36)} ${n}`;
    if (!taken.includes(free)) return free;
  }
}

/** Puts blocks behind the last entry of a room, indented as the others are, or the room at the end of the text. */
function additionTo(
  text: string,
  room: Room,
  entries: readonly Entry[],
  blocks: readonly string[],
): Fix['edits'][number] {
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const last = entries[entries.length - 1];
  const indent = last?.indent ?? '  ';
  const body = blocks
    .map((block) =>
      block
        .split(/\r?\n/)
        // Library files indent by two.
        .map((line) => (line.trim() === '' ? '' : indent + line.slice(2)))
        .join(eol),
    )
    .join(eol + eol);
  if (last !== undefined) return { range: { start: last.end, end: last.end }, text: `${eol}${eol}${body}` };
  const end = text.trimEnd().length;
  return { range: { start: end, end: text.length }, text: `${eol}${eol}${room}:${eol}${body}${eol}` };
}
