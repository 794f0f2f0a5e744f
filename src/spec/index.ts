export type * from './types';
export type { Fix, Path, Problem, Range, Severity } from './problem';
export { parseSpec, type ParsedSpec } from './parse';
