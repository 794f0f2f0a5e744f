export type * from './types';
export type { Fix, Path, Problem, Range, Severity } from './problem';
export { parseSpec, type BeatKey, type ParsedSpec } from './parse';
