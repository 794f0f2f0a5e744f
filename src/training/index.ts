export * from './errors';
export type * from './options';
export { environmentFolder, findEnvironment, setupEnvironment } from './environment';
export { runEvaluate, runModels, runPretrain, runRealism, type JobOutcome } from './jobs';
export { OBJECTIVES } from './objectives';
export { writeReportPage } from './reportFile';
export { trainerFolder } from './trainerFolder';
