export { openSource } from './openSource';
