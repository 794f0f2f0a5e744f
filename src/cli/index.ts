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
  signal: abortOnSignals(() => process.exit(EXIT.cancelled)),
}).then((code) => {
  // Not process.exit: that could cut off output that is still on its way.
  process.exitCode = code;
});
