import { Option, type Command } from 'commander';
import { MODELS } from '../spec/models';
import {
  OBJECTIVES,
  runEvaluate,
  runModels,
  runPretrain,
  runRealism,
  setupEnvironment,
} from '../training/index';
import type {
  EvaluateOptions,
  ModelsOptions,
  PretrainOptions,
  RealismOptions,
  SetupOptions,
} from '../training/options';
import type { Context } from './context';
import { nextFolder } from './files';
import { nameList } from './names';
import { real, sizeList, whole } from './numbers';

/** The options as commander gives them; the ones without `out` yet. */
type Given<T extends { readonly out: string }> = Omit<T, 'out'> & { readonly out?: string };

function environmentFlags(command: Command): Command {
  return command
    .option('--env <folder>', 'Python environment (default: ECGSPEC_ENV, else one in your data folder)')
    .option(
      '--python <file>',
      'Python 3.11 or later to make the environment with (default: ECGSPEC_PYTHON, else the first found)',
    )
    .addOption(new Option('--trainer <folder>', 'the trainer package').hideHelp());
}

function outputFlags(command: Command): Command {
  return environmentFlags(command)
    .option('-q, --quick', 'smaller and faster: a few minutes on two cores')
    .option('--overwrite', 'replace an earlier run in the output folder; other files are never touched');
}

function jobFlags(command: Command): Command {
  return outputFlags(command)
    .addOption(new Option('--device <name>', 'where to compute').choices(['auto', 'cpu', 'cuda']))
    .option('--threads <n>', 'CPU threads (default: one for each core)', whole(1, 1024))
    .option('--epochs <n>', 'passes over the training strips', whole(1, 100_000));
}

const watching = ({ print, warn, signal }: Context) => ({ onLine: print, onErrorLine: warn, signal });

function recordingsFlags(command: Command): Command {
  const repeated = (value: string, list: readonly string[] | undefined): readonly string[] => [
    ...(list ?? []),
    value,
  ];
  return command
    .requiredOption('-r, --real <folder>', 'folder with a signal file and a label CSV')
    .option('--signals <file>', 'signal file in the folder (.npy or .i16)')
    .option('--labels <file>', 'label CSV in the folder')
    .option('--rate <hz>', 'sampling rate of the recordings, Hz', real(1, 100_000))
    .option('--samples <n>', 'samples per strip, for .i16 files', whole(1, 100_000_000))
    .option('--unit <mv>', 'mV per unit of the signal file', real(1e-12, 1e6))
    .option('--label <column>', 'column of the labels')
    .option('--patient <column>', 'column of the patients')
    .option('--crop <seconds>', 'cut from the end of every strip, s', real(0, 1e6))
    .option('--map <label=class>', "a label's class, such as AFIB=AF (may be repeated)", repeated)
    .option('--where <column=value>', 'use only rows like this (may be repeated)', repeated);
}

export function addSetup(program: Command, context: Context): void {
  environmentFlags(program.command('setup'))
    .summary('make the Python environment that training needs')
    .description(
      'Makes the Python environment that training needs, from a list of packages locked by hash. Does nothing when it is there and its packages load. Needs Python 3.11 or later and, the first time, the network.',
    )
    .option('--repair', 'make it anew even when it looks whole')
    .addOption(new Option('--build <name>', 'which PyTorch').choices(['auto', 'cpu', 'cuda']))
    .action(async (options: SetupOptions) => {
      const environment = await setupEnvironment({ ...options, check: true, ...watching(context) });
      const state = environment.created ? 'was set up' : 'is ready';
      context.print(`The training environment ${state}: ${environment.folder}`);
    });
}

export function addModels(program: Command, context: Context): void {
  environmentFlags(program.command('models'))
    .summary('list the architectures that can be trained, with their sizes')
    .description(
      'Lists the architectures that "training: { model: ... }" and "ecgspec pretrain --model" name: how many parameters each has, what goes in, and the paper that it is from. Sets the Python environment up first where there is none.',
    )
    .option('--width <x>', "multiplier of the networks' channel counts (default: 1)", real(0.01, 8))
    .option('--classes <n>', 'classes to tell apart (default: 2)', whole(1, 10_000))
    .option('--json', 'print one JSON array instead, an object for each architecture')
    .addHelpText('after', '\nExample:\n  ecgspec models --width 0.25')
    .action(async (options: ModelsOptions) => {
      context.exit(await runModels({ ...options, ...watching(context) }));
    });
}

export function addPretrain(program: Command, context: Context): void {
  jobFlags(program.command('pretrain'))
    .summary('pre-train a network on a data set')
    .description(
      'Pre-trains a network on a generated data set and writes model.safetensors, model.onnx (which the editor reads strips with), config.json and events.jsonl. Sets the Python environment up first where there is none.',
    )
    .argument('<dataset>', 'folder that "ecgspec generate" wrote')
    .option('-o, --out <folder>', 'folder to write (default: x-model for x-dataset)')
    .addOption(new Option('-m, --model <name>', 'architecture (default: what the spec says)').choices(MODELS))
    .addOption(
      new Option(
        '--objective <name>',
        'what to train for: all classes at once, each against normal, filling in blanked samples, or SimCLR (default: multiclass)',
      ).choices(OBJECTIVES),
    )
    .option(
      '--positive <list>',
      'for each-against-normal: classes to tell from normal, such as AF,PVC (may be repeated)',
      nameList,
    )
    .option('--normal <class>', 'for each-against-normal: the class that the others are told from')
    .option('--seed <n>', 'seed of initial weights and order of strips', whole(0, 2 ** 32 - 1))
    .option('--batch <n>', 'strips in a step', whole(1, 65_536))
    .option('--learning-rate <x>', 'step size', real(1e-9, 10))
    .option('--width <x>', "multiplier of the network's channel counts", real(0.01, 8))
    .option('--training-rate <hz>', 'rate that strips are resampled to, Hz', real(1, 100_000))
    .addHelpText(
      'after',
      '\nExample:\n  ecgspec pretrain four-arrhythmias-dataset --quick\n  ecgspec pretrain four-arrhythmias-dataset --model s4d --objective simclr',
    )
    .action(async (data: string, options: Given<PretrainOptions>) => {
      const out = options.out ?? nextFolder(data, 'dataset', 'model');
      const { code } = await runPretrain({ ...options, ...watching(context), data, out });
      context.exit(code);
    });
}

export function addEvaluate(program: Command, context: Context): void {
  const evaluate = jobFlags(program.command('evaluate'))
    .summary('fine-tune on real strips and compare with training from scratch')
    .description(
      'Fine-tunes a pre-trained network on real strips, compares it with training from scratch (also at equal compute, but with --quick) over several sizes and seeds with patients never split, and writes a report. The folder of real strips says what it holds in recordings.json; flags take the place of its fields.',
    )
    .argument('<model>', 'folder that "ecgspec pretrain" wrote')
    .option('-o, --out <folder>', 'folder to write (default: x-report for x-model)')
    .option(
      '--sizes <list>',
      'real strips per class to fine-tune on, such as 5,25,all (default: 1,2,5,10,25,50,100,250,all; 5,25 with --quick)',
      sizeList(1, 1_000_000),
    )
    .option('--seeds <n>', 'how many splits and initialisations', whole(1, 1000))
    .option('--positive <list>', 'classes to tell from normal, such as AF,PVC (may be repeated)', nameList)
    .option('--normal <class>', 'the class that the others are told from');
  recordingsFlags(evaluate)
    .addHelpText(
      'after',
      '\nExample:\n  ecgspec evaluate four-arrhythmias-model --real examples/real --quick\n  ecgspec evaluate my-model --real my-strips --rate 250 --label diagnosis --map AFIB=AF --map SR=NSR',
    )
    .action(async (model: string, options: Given<EvaluateOptions>) => {
      const out = options.out ?? nextFolder(model, 'model', 'report');
      const { code } = await runEvaluate({ ...options, ...watching(context), model, out });
      context.exit(code);
    });
}

export function addRealism(program: Command, context: Context): void {
  const realism = outputFlags(program.command('realism'))
    .summary('compare a data set with real recordings')
    .description(
      'Measures synthetic and real strips alike, class by class, and reports how far they are apart: intervals and amplitudes, spectra, beats and nearest neighbours, each beside what two halves of the real patients differ by. Writes realism.html, realism.json and two CSVs.',
    )
    .argument('<dataset>', 'folder that "ecgspec generate" wrote')
    .option('-o, --out <folder>', 'folder to write (default: x-realism for x-dataset)')
    .option(
      '--strips <n>',
      'strips of each class and side (default: 500; 150 with --quick)',
      whole(5, 1_000_000),
    );
  recordingsFlags(realism)
    .addHelpText('after', '\nExample:\n  ecgspec realism four-arrhythmias-dataset --real examples/real')
    .action(async (data: string, options: Given<RealismOptions>) => {
      const out = options.out ?? nextFolder(data, 'dataset', 'realism');
      const { code } = await runRealism({ ...options, ...watching(context), data, out });
      context.exit(code);
    });
}
