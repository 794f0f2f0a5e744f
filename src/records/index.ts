export { parseAnnotations, type ReadAnnotation } from './annotations';
export { DelimitedError, delimitedRows, type DelimitedRow } from './delimited';
export { FAULTS } from './faults';
export { judgeRecords, type Judged } from './judge';
export { inMillivolts, type Lead, LEAD_FILES, leadsOf, millivoltsOf, usualLead } from './leads';
export { rPeaks } from './rPeaks';
export { type ReadFile, readRecord, readRecords, type RecordReading } from './read';
export { parseWfdbHeader, readWfdbSignal, type WfdbHeader, zeroOf } from './wfdb';
export { RecordError, shownPath } from './recordError';
