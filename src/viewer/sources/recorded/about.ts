import { existsSync, readFileSync } from 'node:fs';
import { isAbsolute, join, normalize } from 'node:path';

/** Says what a folder of recordings is, as the trainer reads it (ARCHITECTURE.md, "Real recordings"). */
export const ABOUT_FILE = 'recordings.json';
/** What its files are called where nothing is said. */
export const LABEL_FILES = ['strips.csv', 'labels.csv', 'recordings.csv'] as const;
export const SIGNAL_FILES = [
  'strips.npy',
  'signals.npy',
  'recordings.npy',
  'strips.i16',
  'signals.i16',
] as const;
export const LABEL_COLUMNS = ['label', 'class', 'primary', 'rhythm', 'diagnosis'] as const;

/** What `recordings.json` says; what it does not say is left out. */
export interface About {
  readonly signals?: string;
  readonly labels?: string;
  readonly rate?: number;
  readonly samples?: number;
  /** mV of a unit. */
  readonly unit?: number;
  readonly labelColumn?: string;
  /** What labels stand for in the spec. */
  readonly classes: Readonly<Record<string, string>>;
  readonly crop: number;
  readonly attribution: string;
}

/** @throws Error with a sentence for the user where the file is there and cannot be understood */
export function readAbout(folder: string): About {
  const path = join(folder, ABOUT_FILE);
  let said: unknown = {};
  if (existsSync(path)) {
    try {
      said = JSON.parse(readFileSync(path, 'utf8'));
    } catch (error) {
      throw new Error(`${path} is no JSON (${(error as Error).message}); mend it.`, { cause: error });
    }
    if (!isObject(said))
      throw new Error(`${path} holds no object; it must be like the one in the documentation.`);
  }
  const all = said as Record<string, unknown>;
  const part = (name: string): Record<string, unknown> => {
    const value = all[name] ?? {};
    if (!isObject(value)) throw new Error(`"${name}" in ${path} must be an object; mend it.`);
    return value;
  };
  const typed = <T>(name: string, value: unknown, type: 'string' | 'number'): T | undefined => {
    if (value === undefined || value === null) return undefined;
    if (typeof value !== type)
      throw new Error(`"${name}" in ${path} must be a ${type === 'string' ? 'text' : 'number'}; mend it.`);
    return value as T;
  };
  const classes = Object.entries(part('classes')).map(([label, name]) => [
    label,
    typed<string>(`classes.${label}`, name, 'string') ?? '',
  ]);
  return {
    ...optional('signals', typed<string>('signals', all['signals'], 'string')),
    ...optional('labels', typed<string>('labels', all['labels'], 'string')),
    ...optional('rate', typed<number>('rate', all['rate'], 'number')),
    ...optional('samples', typed<number>('samples', all['samples'], 'number')),
    ...optional('unit', typed<number>('unit.mV', part('unit')['mV'], 'number')),
    ...optional('labelColumn', typed<string>('columns.label', part('columns')['label'], 'string')),
    classes: Object.fromEntries(classes) as Record<string, string>,
    crop: typed<number>('crop', all['crop'], 'number') ?? 0,
    attribution: typed<string>('attribution', all['attribution'], 'string') ?? '',
  };
}

/**
 * The file of a folder that is named, or the first that is there under a usual name.
 * @throws Error with a sentence for the user where there is none, or it lies elsewhere
 */
export function fileIn(
  folder: string,
  name: string | undefined,
  usual: readonly string[],
  what: string,
  key: string,
): string {
  if (name !== undefined) {
    if (isAbsolute(name) || normalize(name).startsWith('..'))
      throw new Error(`"${key}" in ${join(folder, ABOUT_FILE)} must name a file in that folder; mend it.`);
    if (!existsSync(join(folder, name)))
      throw new Error(`${join(folder, name)} does not exist; correct "${key}" in ${ABOUT_FILE}.`);
    return join(folder, name);
  }
  const found = usual.find((one) => existsSync(join(folder, one)));
  if (found === undefined)
    throw new Error(
      `${folder} has no ${what} under a usual name (${usual.join(', ')}); name it as "${key}" in ${ABOUT_FILE}.`,
    );
  return join(folder, found);
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const optional = <K extends string, T>(key: K, value: T | undefined): { [P in K]?: T } =>
  (value === undefined ? {} : { [key]: value }) as { [P in K]?: T };
