import { join } from 'node:path';
import { abortOnSignals } from './context';
import { EXIT } from './errors';
import { watchOutput } from './output';
import { runCli } from './program';
import { PROGRESS_PIPE } from '../dataset/index';
import { progressTo } from './progressPipe';

let failed = false;
watchOutput(process.stdout, process.stderr, (message) => {
  failed = true;
  process.stderr.write(`error: ${message}\n`, () => process.exit(EXIT.failed));
});

let signal: AbortSignal | undefined;

void runCli(process.argv.slice(2), {
  print: (line) => void process.stdout.write(`${line}\n`),
  warn: (line) => void process.stderr.write(`${line}\n`),
  tellProgress: progressTo(process.env[PROGRESS_PIPE]),
  workerFile: join(__dirname, 'generate-worker.js'),
  // Commands that work in one go never look up to see that they are to end, so signals keep their usual effect there.
  get signal() {
    return (signal ??= abortOnSignals(() => process.exit(EXIT.cancelled)));
  },
}).then((code) => {
  // Ended here and now, since something that a command has left behind (a timer, a pipe) could keep the
  // process for long; but not before what was printed is out.
  process.stdout.write('', () => process.stderr.write('', () => process.exit(failed ? EXIT.failed : code)));
});
