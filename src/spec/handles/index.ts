export {
  changedSpec,
  clampChange,
  middlesOf,
  spreadsOf,
  type WaveChange,
  waveOf,
  type WaveQuantity,
} from './change';
export { type Heirs, inheritedFrom } from './owners';
export { type WaveEdit, type WaveRefusal, writeWave } from './write';
