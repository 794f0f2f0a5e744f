import { createRequire } from 'node:module';
import * as path from 'node:path';
import type * as DataSets from './dataSets';

let loaded: typeof DataSets | undefined;

/** The bundle of `dataSets.ts`, which lies beside this one. */
export const dataSets = (): typeof DataSets =>
  (loaded ??= createRequire(__filename)(path.join(__dirname, 'data-sets.js')) as typeof DataSets);

/** What imports recordings. */
export const importing = (): typeof DataSets.importing => dataSets().importing;
