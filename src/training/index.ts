export * from './errors';
export type * from './options';
export { environmentFolder, findEnvironment, setupEnvironment } from './environment';
export { writeGains, type GainsOptions } from './gains/file';
export { meanGains, gainRows } from './gains/gains';
export { runEvaluate, runModels, runPretrain, runRealism, type JobOutcome } from './jobs';
export { OBJECTIVES } from './objectives';
export { writeReportPage } from './reportFile';
export { trainerFolder } from './trainerFolder';
