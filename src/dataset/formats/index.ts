export { exportDataset, type ExportOptions } from './exportDataset';
export { FORMAT_NAMES, type FormatName, type FormatOptions } from './format';
