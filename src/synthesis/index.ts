// The door of the room; docs/synthesis.md says how it is used, and how strips are made.
export type * from './types';
export { measureClaims } from './claims';
export { compile } from './compile';
export { Detail, type DrawnValue, QUANTITIES, type Quantity, type WaveParameters } from './detail';
export { drawBeat, plotBeat } from './drawBeat';
export { checkInvariants, type InvariantReport, readMeasure, type Scale } from './invariants';
export { measure } from './measure';
export { isTooShort } from './noise/recorded';
export { Resampled } from './resample';
export { SEGMENTS } from './segments';
export { placeWaves, type PlacedWave } from './placeWaves';
