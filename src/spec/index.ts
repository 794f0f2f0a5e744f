export type * from './types';
export type { Path, Problem, Range, Severity } from './problem';
export { parseSpec, type ParsedSpec } from './parse';
