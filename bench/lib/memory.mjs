import { pathToFileURL } from 'node:url';
import { compileFile } from './ours.mjs';

// Says what memory it holds after some strips, and after many more.
const [bundle, file] = process.argv.slice(2);
const synthesizer = compileFile(await import(pathToFileURL(bundle).href), file);
const out = new Int16Array(synthesizer.samples);
let index = 0;
const make = (count) => {
  for (let i = 0; i < count; i++) synthesizer.generateInto(out, synthesizer.classes[0], index++);
  return process.memoryUsage.rss() / 1e6;
};
console.log(JSON.stringify({ before: make(20_000), after: make(20_000) }));
