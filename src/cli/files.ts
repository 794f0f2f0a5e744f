import { readFileSync, renameSync, statSync, unlinkSync, writeFileSync } from 'node:fs';
import { basename, dirname, extname, join, relative, resolve } from 'node:path';
import { parseSpec } from '../spec/parse';
import type { Problem } from '../spec/problem';
import type { Spec } from '../spec/types';
import type { Records } from '../synthesis';
import { CliError } from './errors';
import { placeFinder } from './lines';
import { loadRecords, type LoadedRecords } from './records';

/** parseSpec refuses texts above a megabyte; this keeps a wrong file of gigabytes out of memory. */
const MAX_BYTES = 16 << 20;

/** The way a file is named in messages: relative where that is shorter. */
export function shown(path: string): string {
  const short = relative(process.cwd(), resolve(path));
  return short !== '' && short.length < resolve(path).length ? short : path;
}

function systemSentence(path: string, error: unknown): CliError {
  const { code, message } = error as NodeJS.ErrnoException;
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return new CliError(`There is no file ${shown(path)}; check the name and the folder.`);
    case 'EACCES':
    case 'EPERM':
      return new CliError(`${shown(path)} may not be read (permission denied); change its permissions.`);
    default:
      return new CliError(`${shown(path)} cannot be read: ${message}.`);
  }
}

/** A text file; `-` is standard input. */
export interface TextFile {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly text: string;
}

/**
 * Reads a text file.
 * @throws CliError when it is missing, a folder, too large, not text, or not to be read
 */
export function readText(path: string): TextFile {
  const name = path === '-' ? '<stdin>' : shown(path);
  let bytes: Uint8Array;
  try {
    if (path !== '-') {
      const found = statSync(path);
      if (found.isDirectory()) throw new CliError(`${name} is a folder; give a file that ends in .ecgspec.`);
      if (!found.isFile()) throw new CliError(`${name} is not a file; give a file that ends in .ecgspec.`);
      if (found.size > MAX_BYTES) {
        throw new CliError(
          `${name} has ${Math.round(found.size / 1e6)} MB, and a spec has at most 1 MB; give a file that ends in .ecgspec.`,
        );
      }
    }
    bytes = readFileSync(path === '-' ? 0 : path);
  } catch (error) {
    throw error instanceof CliError ? error : systemSentence(path, error);
  }
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return { name, bytes, text };
  } catch {
    throw new CliError(
      `${name} is not a text in UTF-8; give a file that ends in .ecgspec, or save it as UTF-8.`,
    );
  }
}

/** `file:line:column severity code message`, as editors and terminals turn into links. */
export function problemLine(file: TextFile, problem: Problem): string {
  const { line, column } = placeFinder(file.text)(problem.range.start);
  return `${file.name}:${line}:${column} ${problem.severity} ${problem.code} ${problem.message}`;
}

/** A spec that can be used, with the recordings that it names. */
export interface UsableSpec {
  readonly file: TextFile;
  readonly spec: Spec;
  readonly records: Records;
  readonly recordFiles: LoadedRecords['files'];
}

/**
 * Reads a spec that is to be used, not only checked.
 * @throws CliError when it, or a recording that it names, has errors; they are written with `warn` first
 */
export async function readSpec(path: string, warn: (line: string) => void): Promise<UsableSpec> {
  const file = readText(path);
  const parsed = parseSpec(file.text);
  const { records, problems, files } = await loadRecords(path, parsed);
  const errors = [...parsed.problems, ...problems].filter((problem) => problem.severity === 'error');
  if (parsed.spec !== undefined && errors.length === 0)
    return { file, spec: parsed.spec, records, recordFiles: files };
  for (const problem of errors) warn(problemLine(file, problem));
  const count = errors.length === 1 ? 'an error' : `${errors.length} errors`;
  throw new CliError(`${file.name} has ${count}; mend ${errors.length === 1 ? 'it' : 'them'} and run again.`);
}

/** `folder/name.ecgspec` -> `folder/name<suffix>`. */
export function beside(path: string, suffix: string): string {
  const base = extname(path) === '.ecgspec' ? basename(path, '.ecgspec') : basename(path);
  return join(dirname(path), `${base}${suffix}`);
}

/** `x-dataset` -> `x-model` -> `x-report`; a number at the end stays. Any other name gets the new ending added. */
export function nextFolder(path: string, from: string, to: string): string {
  const trimmed = resolve(path);
  const numbered = new RegExp(`-${from}(-\\d+)?$`);
  const name = numbered.test(trimmed) ? trimmed.replace(numbered, `-${to}$1`) : `${trimmed}-${to}`;
  return shown(name);
}

/**
 * Writes a file in one step, so that a failure never leaves half of it.
 * @throws CliError in one sentence
 */
export function writeWhole(path: string, data: string | Uint8Array): void {
  const temporary = join(dirname(path), `.${basename(path)}.${process.pid}.tmp`);
  try {
    writeFileSync(temporary, data);
    renameSync(temporary, path);
  } catch (error) {
    try {
      unlinkSync(temporary);
    } catch {
      // It was never made.
    }
    const { code, message } = error as NodeJS.ErrnoException;
    const why =
      code === 'ENOENT' || code === 'ENOTDIR'
        ? 'its folder does not exist; make the folder or choose another with --out'
        : code === 'EISDIR'
          ? 'it is a folder; choose another name with --out'
          : code === 'ENOSPC'
            ? 'the disk is full; free some space'
            : code === 'EACCES' || code === 'EPERM' || code === 'EROFS'
              ? 'that is not allowed there; choose another folder with --out'
              : message;
    throw new CliError(`${shown(path)} cannot be written: ${why}.`);
  }
}
