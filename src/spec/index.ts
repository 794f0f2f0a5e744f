export type * from './types';
export { type Code, type CodeInfo, CODES } from './codes';
export type { Fix, Path, Problem, Range, Severity } from './problem';
export { parseSpec, type ParsedSpec } from './parse';
