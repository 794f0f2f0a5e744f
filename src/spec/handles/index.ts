export { changedSpec, clampChange, middlesOf, spreadsOf, type WaveChange, type WaveQuantity } from './change';
export { type Heirs, inheritedFrom, wavesLike } from './owners';
export { type WaveEdit, type WaveRefusal, writeWave } from './write';
