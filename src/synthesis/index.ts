export type * from './types';
export { compile } from './compile';
export { drawBeat } from './drawBeat';
export { measure } from './measure';
