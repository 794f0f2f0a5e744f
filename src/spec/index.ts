export type * from './types';
export { type Cost, type CostPart, costOf, type StripCost } from './cost';
export { type Code, type CodeInfo, CODES } from './codes';
export type { Fix, Path, Problem, Range, Severity } from './problem';
export { parseSpec, type BeatKey, type ParsedSpec, type WaveKey } from './parse';
export { MEASURE_DIMENSIONS } from './invariants';
export { formatQuantity } from './quantity';
export { longestStretch, recordKey, recordUses, type RecordNoise, type RecordRef } from './records';
export { withoutSilenced } from './silence';
