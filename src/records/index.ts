export { FAULTS } from './faults';
export { judgeRecords, type Judged } from './judge';
export { type ReadFile, readRecord, readRecords, type RecordReading } from './read';
export { RecordError, shownPath } from './recordError';
