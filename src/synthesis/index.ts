export type * from './types';
export { measureClaims } from './claims';
export { compile } from './compile';
export { drawBeat } from './drawBeat';
export { checkInvariants, type InvariantReport, readMeasure, type Scale } from './invariants';
export { measure } from './measure';
export { isTooShort } from './noise/recorded';
export { placeWaves, type PlacedWave } from './placeWaves';
