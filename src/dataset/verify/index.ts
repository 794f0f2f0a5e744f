export type { Finding, Verification } from './findings';
export { placeOf, Rebuilder, spreadPlaces, type StripPlace } from './rebuild';
export { datasetOf, openVerifiable, verify, type Verifiable } from './verify';
