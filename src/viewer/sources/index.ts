export { openSource, SET_MARKS, setFileOf } from './openSource';
