import { extname } from 'node:path';
import { Option, type Command } from 'commander';
import { GAINS, SPEEDS, THEME_NAMES, type ThemeName } from '../render/index';
import { CannotExport, EXPORT_KINDS, exportFile, type ExportKind } from '../render/export/file';
import { PAPER_NAMES, type PaperName } from '../render/export/pages';
import type { Spec } from '../spec/types';
import type { Records } from '../synthesis';
import type { Context } from './context';
import { CliError } from './errors';
import { beside, readSpec, shown, writeWhole } from './files';
import { nameList } from './names';
import { real, whole } from './numbers';

interface RenderOptions {
  readonly class?: readonly string[];
  readonly beat?: string;
  readonly index: number;
  readonly draw: number;
  readonly out?: string;
  readonly theme: ThemeName;
  readonly speed: string;
  readonly gain: string;
  readonly dpi: number;
  readonly paper: PaperName;
  readonly from: number;
  readonly seconds?: number;
  readonly marks: boolean;
}

export function addRender(program: Command, context: Context): void {
  program
    .command('render')
    .summary('draw strips on ECG paper, as SVG, PNG, PDF, or as a CSV table')
    .description(
      'Draws strips on ECG paper in true millimetres: one strip of every class on a sheet, or only the classes named. The strip with an index is the one that a data set of this spec holds under it.',
    )
    .argument('<file>', 'an .ecgspec file')
    .option('-c, --class <list>', 'only these classes, such as AF,PVC (may be repeated)', nameList)
    .option('-b, --beat <name>', 'draw a beat type instead of strips')
    .option('-i, --index <n>', 'which strip of the class, from 0', whole(0, 2 ** 32 - 1), 0)
    .option(
      '--draw <n>',
      'another draw of the same strip, as "new draw" in the editor',
      whole(0, 2 ** 32 - 1),
      0,
    )
    .option('-o, --out <file>', 'file to write, .svg, .png, .pdf or .csv (default: beside the spec, .svg)')
    .addOption(new Option('-t, --theme <name>', 'colours').choices(THEME_NAMES).default('paper'))
    .addOption(new Option('--speed <mm/s>', 'paper speed').choices(SPEEDS.map(String)).default('25'))
    .addOption(new Option('--gain <mm/mV>', 'height of a millivolt').choices(GAINS.map(String)).default('10'))
    .option('--dpi <n>', 'pixels per inch of a PNG', real(20, 2400), 200)
    .addOption(new Option('--paper <size>', 'sheets of a PDF').choices(PAPER_NAMES).default('A4'))
    .option('--from <seconds>', 'where to begin', real(0, 1e9), 0)
    .option('--seconds <seconds>', 'how much to draw (default: all, at most 60)', real(0.1, 600))
    .option('--no-marks', 'leave the R peaks unmarked')
    .addHelpText(
      'after',
      '\nExamples:\n  ecgspec render four-arrhythmias.ecgspec --out sheet.png\n  ecgspec render four-arrhythmias.ecgspec --class AF --index 7 --theme dark',
    )
    .action(async (path: string, options: RenderOptions) => {
      const { spec, records } = await readSpec(path, context.warn);
      const name = options.beat ?? (options.class?.length === 1 ? options.class[0] : undefined);
      const suffix = name === undefined ? '' : `-${name.replace(/[^\p{L}\p{N}_-]/gu, '_')}`;
      const out = options.out ?? beside(path, `${suffix}.svg`);
      const kind = EXPORT_KINDS.find((known) => `.${known}` === extname(out).toLowerCase());
      if (kind === undefined) {
        const known = EXPORT_KINDS.map((one) => `.${one}`).join(', ');
        throw new CliError(`${shown(out)} is none of ${known}; choose one of them with --out.`);
      }
      writeWhole(out, await fileOf(kind, spec, records, options));
      context.print(shown(out));
    });
}

async function fileOf(
  kind: ExportKind,
  spec: Spec,
  records: Records,
  { beat, class: classes, index, seconds, speed, gain, ...look }: RenderOptions,
): Promise<string | Uint8Array> {
  try {
    return await exportFile(
      kind,
      spec,
      records,
      beat === undefined ? { kind: 'strips', classes, index } : { kind: 'beat', beat },
      { ...look, seconds, scale: { speed: Number(speed), gain: Number(gain) } },
    );
  } catch (error) {
    throw error instanceof CannotExport ? new CliError(error.message) : error;
  }
}
