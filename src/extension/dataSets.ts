/**
 * What opens, exports and imports data sets and recordings: a bundle of its own, dist/data-sets.js, which `dataSets` gives.
 * It is a fifth of the extension's code (HDF5, tables, WFDB), and who opens a spec does not wait for it. Nothing in it may
 * ask for VS Code's API: by where the asking bundle lies VS Code tells extensions apart, and only the first lies right.
 */
export * as importing from '../importing';
export { writeList, writeRecords } from '../viewer/export';
export { openSource, SET_MARKS, setFileOf } from '../viewer/sources';
