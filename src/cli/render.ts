import { extname } from 'node:path';
import { Option, type Command } from 'commander';
import {
  beatScene,
  stripScene,
  THEME_NAMES,
  toPng,
  toSvg,
  type Scene,
  type StripOptions,
  type StripPicture,
  type ThemeName,
} from '../render/index';
import { stripsCsv } from '../render/export/csv';
import { PAPER_NAMES, stripPages, type PaperName } from '../render/export/pages';
import { toPdf } from '../render/export/pdf';
import type { Spec } from '../spec/types';
import { compile, drawBeat, type Records } from '../synthesis';
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
      'Draws strips on ECG paper (25 mm/s, 10 mm/mV) in true millimetres: one strip of every class on a sheet, or only the classes named. The strip with an index is the one that a data set of this spec holds under it.',
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
      const kind = extname(out).toLowerCase();
      if (!KINDS.includes(kind)) {
        throw new CliError(`${shown(out)} is none of ${KINDS.join(', ')}; choose one of them with --out.`);
      }
      writeWhole(out, await fileOf(kind, spec, records, options));
      context.print(shown(out));
    });
}

const KINDS = ['.svg', '.png', '.pdf', '.csv'];

/** The file's content; strips of a CSV are whole, whatever part a picture would show. */
async function fileOf(
  kind: string,
  spec: Spec,
  records: Records,
  options: RenderOptions,
): Promise<string | Uint8Array> {
  const about = aboutOf(spec, options);
  if (options.beat !== undefined) {
    if (kind === '.csv')
      throw new CliError('A CSV holds strips; leave --beat out, or choose .svg, .png or .pdf.');
    const scene = beat(spec, options.beat, options.theme);
    return kind === '.pdf'
      ? toPdf([scene], { paper: options.paper, title: options.beat, about })
      : picture(kind, scene, options.dpi);
  }
  const { pictures, look } = strips(spec, records, options);
  if (kind === '.csv') {
    const { rate, resolution } = spec.recording;
    return stripsCsv(
      pictures.map(({ strip }) => strip),
      { rate, resolution, about },
    );
  }
  if (kind === '.svg' || kind === '.png') return picture(kind, stripScene(pictures, look), options.dpi);
  return toPdf(stripPages(pictures, look, options.paper), {
    paper: options.paper,
    title: spec.title === '' ? 'ECG strips' : spec.title,
    about,
  });
}

function picture(kind: string, scene: Scene, dpi: number): string | Uint8Array {
  return kind === '.svg' ? toSvg(scene) : png(scene, dpi);
}

function aboutOf(spec: Spec, { beat, index, draw }: RenderOptions): Record<string, string> {
  return {
    spec: spec.title,
    lead: spec.recording.lead,
    rate: `${spec.recording.rate} Hz`,
    seed: String(spec.seed),
    ...(beat === undefined ? { strip: String(index), draw: String(draw) } : { 'beat type': beat }),
  };
}

function png(scene: Scene, dpi: number): Uint8Array {
  try {
    return toPng(scene, dpi);
  } catch (error) {
    throw error instanceof RangeError ? new CliError(error.message) : error;
  }
}

function unknownName(what: string, name: string, known: readonly { readonly name: string }[]): CliError {
  return new CliError(
    `The spec has no ${what} "${name}"; it has ${known.map((entry) => entry.name).join(', ')}.`,
  );
}

function beat(spec: Spec, name: string, theme: ThemeName): Scene {
  if (!spec.beats.some((entry) => entry.name === name)) throw unknownName('beat type', name, spec.beats);
  return beatScene(drawBeat(spec, name), { name, theme });
}

function strips(
  spec: Spec,
  records: Records,
  options: RenderOptions,
): { readonly pictures: StripPicture[]; readonly look: StripOptions } {
  const { index, draw, theme, marks, from, seconds } = options;
  const names = options.class ?? spec.classes.map((entry) => entry.name);
  const synthesizer = compile(spec, records);
  const pictures = names.map((name) => {
    const found = spec.classes.find((entry) => entry.name === name);
    if (found === undefined) throw unknownName('class', name, spec.classes);
    const title = found.title === name ? name : `${name} · ${found.title}`;
    return { strip: synthesizer.generate(name, index, draw), title };
  });
  if (from >= spec.recording.duration) {
    throw new CliError(`The strips are ${spec.recording.duration} s long; give a --from below that.`);
  }
  const drawn = draw === 0 ? '' : `, draw ${draw}`;
  const look: StripOptions = {
    rate: spec.recording.rate,
    resolution: spec.recording.resolution,
    lead: spec.recording.lead,
    theme,
    marks,
    note: `seed ${spec.seed}, strip ${index}${drawn}`,
    from,
    ...(spec.title === '' ? {} : { heading: spec.title }),
    ...(seconds === undefined ? {} : { seconds }),
  };
  return { pictures, look };
}
