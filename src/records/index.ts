export { FAULTS } from './faults';
export { judgeRecords, type Judged } from './judge';
export { inMillivolts, type Lead, LEAD_FILES, leadsOf, usualLead } from './leads';
export { rPeaks } from './rPeaks';
export { type ReadFile, readRecord, readRecords, type RecordReading } from './read';
export { RecordError, shownPath } from './recordError';
