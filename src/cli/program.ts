import { Command, CommanderError } from 'commander';
import { version } from '../../package.json';
import type { Context } from './context';
import { describeFailure, EXIT } from './errors';
import { addExport } from './export';
import { addGains } from './gains';
import { addGenerate } from './generate';
import { addImport } from './import';
import { addRender } from './render';
import { addEvaluate, addModels, addPretrain, addRealism, addSetup } from './training';
import { addValidate } from './validate';
import { addVerify } from './verify';

const CHAIN = `
The whole chain, from a spec to a report on real strips:
  ecgspec validate  my.ecgspec
  ecgspec render    my.ecgspec --out my.png
  ecgspec generate  my.ecgspec
  ecgspec pretrain  my-dataset --quick
  ecgspec evaluate  my-model --real examples/real --quick

Units: Hz, s, mV, bpm. Ends with 0 done, 1 failed, 2 wrong usage, 130 cancelled.`;

function buildProgram(context: Context): Command {
  const program = new Command('ecgspec')
    .description(
      'Describe heart rhythms, draw them, generate labelled ECG data sets and pre-train networks on them.',
    )
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand('help [command]', 'print the help of a command')
    .showHelpAfterError('(add --help to see what there is)')
    .showSuggestionAfterError()
    .addHelpText('after', CHAIN);
  // Before the commands, which take these settings over.
  program.exitOverride().configureOutput({
    writeOut: (text) => context.print(text.replace(/\n$/, '')),
    writeErr: (text) => context.warn(text.replace(/\n$/, '')),
  });
  addValidate(program, context);
  addRender(program, context);
  addGenerate(program, context);
  addVerify(program, context);
  addExport(program, context);
  addImport(program, context);
  addSetup(program, context);
  addModels(program, context);
  addPretrain(program, context);
  addEvaluate(program, context);
  addGains(program, context);
  addRealism(program, context);
  return program;
}

/**
 * Runs the command line.
 * @param args what follows the program's name
 * @returns the exit code
 */
export async function runCli(args: readonly string[], base: Omit<Context, 'exit'>): Promise<number> {
  let exitCode: number = EXIT.done;
  const context: Context = {
    print: base.print,
    warn: base.warn,
    workerFile: base.workerFile,
    ...(base.tellProgress && { tellProgress: base.tellProgress }),
    // Read only by the commands that can be cancelled; see abortOnSignals.
    get signal() {
      return base.signal;
    },
    exit: (code) => (exitCode = code),
  };
  const program = buildProgram(context);
  try {
    if (args.length === 0) {
      program.outputHelp({ error: true });
      return EXIT.usage;
    }
    await program.parseAsync(args, { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
    const { message, exitCode: code } = describeFailure(error);
    context.warn(code === EXIT.cancelled ? message : `error: ${message}`);
    return code;
  }
}
