import type { ParsedSpec } from '../parse';
import type { Path, Range } from '../problem';
import type { Dimension } from '../quantity';
import type { Spec, Wave } from '../types';
import { rewritePlace, rewriteQuantity } from './rewrite';

/** A text and what it means. */
export interface Reading {
  readonly text: string;
  readonly parsed: ParsedSpec;
  readonly spec: Spec;
}

export interface TextEdit {
  readonly range: Range;
  readonly text: string;
}

/** One scalar with other numbers in it. */
export interface Rewriting extends TextEdit {
  /** Where it stands, as a reader says it: `normal.P.at`. */
  readonly name: string;
  readonly before: string;
  /** The definition that it stands in: a beat type's name, or a class's. */
  readonly owner: string;
}

/** Why a number cannot be changed, as a sentence for the author. */
export class CannotWrite extends Error {}

/** A definition and those it extends, nearest first. */
export function line(
  definitions: readonly { readonly name: string; readonly extends: string | null }[],
  name: string,
): string[] {
  const found: string[] = [];
  for (let at: string | null = name; at !== null && !found.includes(at);) {
    found.push(at);
    const here: string = at;
    at = definitions.find((one) => one.name === here)?.extends ?? null;
  }
  return found;
}

/** Changes the middle of a wave's time, where it is written: in the beat type or in one that it extends. */
export function changePlace(
  reading: Reading,
  beat: string,
  wave: Wave,
  change: (seconds: number) => number,
): Rewriting[] {
  const anchored = wave.anchor.kind !== 'beat';
  const owner = ownerOf(reading, beat, wave.name, ['at']);
  return changeQuantity(reading, owner, ['beats', owner, wave.name, 'at'], (text, own) =>
    // Of a mapping the anchor stands in a key of its own.
    rewritePlace(text, anchored && own, change),
  );
}

/** Changes the middle of a wave's widths by a factor. */
export function changeWidths(reading: Reading, beat: string, wave: Wave, factor: number): Rewriting[] {
  const rewritings = new Map<number, Rewriting>();
  for (const key of wave.fall === null ? ['rise'] : ['rise', 'fall']) {
    // An inherited width stands for both flanks.
    const owner = ownerOf(reading, beat, wave.name, [key, 'width']);
    const path = ['beats', owner, wave.name];
    const written = reading.parsed.rangeOf([...path, key]) ? key : 'width';
    const changed = changeQuantity(reading, owner, [...path, written], (text) =>
      rewriteQuantity(text, 'time', (value) => value * factor),
    );
    for (const one of changed) rewritings.set(one.range.start, one);
  }
  return [...rewritings.values()];
}

function ownerOf({ parsed, spec }: Reading, beat: string, wave: string, keys: readonly string[]): string {
  const owner = line(spec.beats, beat).find((name) =>
    keys.some((key) => parsed.rangeOf(['beats', name, wave, key]) !== undefined),
  );
  if (owner === undefined)
    throw new CannotWrite(`\`${beat}.${wave}.${keys[0]!}\` stands nowhere in the text.`);
  return owner;
}

/**
 * Changes a quantity, whichever way it is written.
 * @param rewrite gets a scalar, and whether it stands for the whole quantity
 */
export function changeQuantity(
  { text, parsed }: Reading,
  owner: string,
  path: Path,
  rewrite: (text: string, whole: boolean) => string | undefined,
): Rewriting[] {
  const name = path.slice(1).join('.');
  const scalars = scalarsOf(parsed, path);
  if (scalars.length === 0)
    throw new CannotWrite(`\`${name}\` is a choice of weighted values: change its entries in the text.`);
  return scalars.flatMap((scalar) => {
    const range = parsed.rangeOf(scalar)!;
    const written = text.slice(range.start, range.end);
    const quote = /^(["'])(.*)\1$/s.exec(written);
    const before = quote?.[2] ?? written;
    const after = rewrite(before, scalar.length === path.length);
    if (after === undefined)
      throw new CannotWrite(
        `\`${name}\` is written as \`${before.slice(0, 60)}\`, in which no number can be replaced.`,
      );
    if (after === before) return [];
    const mark = quote?.[1] ?? '';
    return [{ range, text: `${mark}${after}${mark}`, before, name: scalar.slice(1).join('.'), owner }];
  });
}

/** The scalars that hold the middle of a quantity: itself, its `value`, or the entries of its list of choices. */
function scalarsOf(parsed: ParsedSpec, path: Path): Path[] {
  const has = (key: string): boolean => parsed.rangeOf([...path, key]) !== undefined;
  if (has('value')) return [[...path, 'value']];
  if (!has('one-of')) return [path];
  const entries: Path[] = [];
  while (parsed.rangeOf([...path, 'one-of', entries.length]))
    entries.push([...path, 'one-of', entries.length]);
  return entries;
}

/** Where a quantity says its spread in a key of its own; undefined where that stands behind its value, or nowhere. */
export function spreadPath({ parsed }: Reading, path: Path): Path | undefined {
  const key = [...path, 'recording'];
  return parsed.rangeOf(key) === undefined ? undefined : key;
}

/** Changes the middle of a number of a class's rhythm, or writes the key where the text leaves it to its default. */
export function changeRhythm(
  reading: Reading,
  className: string,
  section: 'rhythm' | 'conduction' | 'atrial',
  key: string,
  dimension: Dimension,
  change: (value: number) => number,
  otherwise: string,
): Rewriting[] {
  const { parsed, spec } = reading;
  const tail = section === 'conduction' ? [section, 'escape'] : [section];
  const owners = line(spec.classes, className);
  const owner = owners.find((name) => parsed.rangeOf(['classes', name, ...tail, key]) !== undefined);
  if (owner !== undefined) {
    return changeQuantity(reading, owner, ['classes', owner, ...tail, key], (text) =>
      rewriteQuantity(text, dimension, change),
    );
  }
  const home = owners.find((name) => parsed.rangeOf(['classes', name, ...tail, 'type']) !== undefined);
  const type = home === undefined ? undefined : parsed.rangeOf(['classes', home, ...tail, 'type']);
  if (home === undefined || type === undefined)
    throw new CannotWrite(
      `The text of \`${className}\` has no place for \`${key}\`: write it under \`${tail.join('.')}\`.`,
    );
  return [
    {
      range: { start: type.end, end: type.end },
      text: entryBehind(reading.text, type.start, `${key}: ${otherwise}`),
      before: '(default)',
      name: [home, ...tail, key].join('.'),
      owner: home,
    },
  ];
}

/** An entry to put behind the value that starts at an offset: in braces behind a comma, else on a line of its own. */
function entryBehind(text: string, valueStart: number, entry: string): string {
  const lineStart = text.lastIndexOf('\n', valueStart - 1) + 1;
  const before = text.slice(lineStart, valueStart);
  const key = /^(\s*)["']?type["']?\s*:\s*$/.exec(before);
  if (key === null) return `, ${entry}`;
  // Alone on its line it may still stand within braces that were opened above.
  const open = text.slice(0, lineStart).trimEnd();
  if (/[{,]$/.test(open)) return `, ${entry}`;
  return `${text.includes('\r\n') ? '\r\n' : '\n'}${key[1]!}${entry}`;
}
