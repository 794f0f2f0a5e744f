import { join } from 'node:path';
import { abortOnSignals } from './context';
import { EXIT } from './errors';
import { runCli } from './program';

// A reader that goes away, as in `ecgspec validate ... | head`, ends the program quietly.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(EXIT.done);
    throw error;
  });
}

void runCli(process.argv.slice(2), {
  print: (line) => void process.stdout.write(`${line}\n`),
  warn: (line) => void process.stderr.write(`${line}\n`),
  workerFile: join(__dirname, 'generate-worker.js'),
  signal: abortOnSignals(() => process.exit(EXIT.cancelled)),
}).then((code) => {
  // Ended here and now, since something that a command has left behind (a timer, a pipe) could keep the
  // process for long; but not before what was printed is out.
  process.stdout.write('', () => process.stderr.write('', () => process.exit(code)));
});
