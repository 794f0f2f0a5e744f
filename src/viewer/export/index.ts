export { LIST_FILE, writeList, writeRecords, type Selection } from './write';
