export type * from './types';
export { measureClaims } from './claims';
export { compile } from './compile';
export { Detail, type DrawnValue, QUANTITIES, type Quantity, type WaveParameters } from './detail';
export { drawBeat } from './drawBeat';
export { checkInvariants, type InvariantReport, readMeasure, type Scale } from './invariants';
export { measure } from './measure';
export { SEGMENTS } from './segments';
export { placeWaves, type PlacedWave } from './placeWaves';
