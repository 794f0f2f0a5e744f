import { pathToFileURL } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import { compileFile } from './ours.mjs';
import { perSecond } from './rounds.mjs';

// A worker thread that makes strips for as many seconds as it is told to, and says how many a second they were.
const { bundle, file, number } = workerData;
const synthesizer = compileFile(await import(pathToFileURL(bundle).href), file);
const out = new Int16Array(synthesizer.samples);
const [name] = synthesizer.classes;
// Every thread has indices of its own.
const first = number * 2 ** 28;
parentPort.on('message', (seconds) => {
  parentPort.postMessage(perSecond((i) => synthesizer.generateInto(out, name, first + i), seconds));
});
parentPort.postMessage('ready');
