// The door of the room: what knows neither files nor screens. What reads sets off the disk has a door of its own, sources/.
export { arrange, EVERYTHING, type Filter, type RangeFilter, type Sort } from './arrange';
export { lateColumns, measureLate } from './late';
export { countByClass, histogramByClass, type Histogram } from './histogram';
export { type SetInfo, type ShownStrip, type Source } from './source';
export { choicesOf, CLASS_COLUMN, columnOf, numbersOf, type Column, type Table } from './table';
