import type { Spec } from '../../spec/types';
import { compile, drawBeat, type Records } from '../../synthesis';
import { beatScene } from '../beat';
import { toPng } from '../png';
import type { Scene } from '../scene';
import type { PaperScale } from '../paper';
import { stripScene, type StripOptions, type StripPicture } from '../strip';
import { toSvg } from '../svg';
import type { ThemeName } from '../theme';
import { stripsCsv } from './csv';
import { type PaperName, stripPages } from './pages';
import { toPdf } from './pdf';

export const EXPORT_KINDS = ['svg', 'png', 'pdf', 'csv'] as const;
export type ExportKind = (typeof EXPORT_KINDS)[number];

/** What is written into a file. */
export type ExportSubject =
  /** The strip with this index of each of these classes; of all where none is named. */
  | { readonly kind: 'strips'; readonly classes: readonly string[] | undefined; readonly index: number }
  /** The first strips of one class. */
  | { readonly kind: 'gallery'; readonly class: string; readonly count: number }
  | { readonly kind: 'beat'; readonly beat: string };

export interface ExportLook {
  /** Which independent redraw of strips. */
  readonly draw: number;
  readonly theme: ThemeName;
  readonly scale: PaperScale;
  /** Pixels per inch of a PNG. */
  readonly dpi: number;
  /** Sheets of a PDF. */
  readonly paper: PaperName;
  /** Where to begin, and how much to draw, s; a CSV holds whole strips. */
  readonly from: number;
  readonly seconds: number | undefined;
  readonly marks: boolean;
}

/** As a whole sheet is drawn where only draw and scale are chosen: in an editor. */
export const USUAL_LOOK: Omit<ExportLook, 'draw' | 'scale'> = {
  theme: 'paper',
  dpi: 200,
  paper: 'A4',
  from: 0,
  seconds: undefined,
  marks: true,
};

/** What cannot be written, as a sentence for the user. */
export class CannotExport extends Error {}

/**
 * The content of a file of one kind.
 *
 * @throws CannotExport for a class or beat type that the spec has not, for a beat as CSV, and for a PNG that would be too large
 */
export async function exportFile(
  kind: ExportKind,
  spec: Spec,
  records: Records,
  subject: ExportSubject,
  look: ExportLook,
): Promise<string | Uint8Array> {
  const about = aboutOf(spec, subject, look);
  if (subject.kind === 'beat') {
    if (kind === 'csv') throw new CannotExport('A CSV holds strips, not beats. Choose .svg, .png or .pdf.');
    const { beat: name } = subject;
    if (!spec.beats.some((entry) => entry.name === name)) throw unknownName('beat type', name, spec.beats);
    const scene = beatScene(drawBeat(spec, name), { name, theme: look.theme });
    return kind === 'pdf'
      ? toPdf([scene], { paper: look.paper, title: name, about })
      : pictureOf(kind, scene, look.dpi);
  }
  const pictures = picturesOf(spec, records, subject, look);
  if (kind === 'csv') {
    const { rate, resolution } = spec.recording;
    return stripsCsv(
      pictures.map(({ strip }) => strip),
      { rate, resolution, about },
    );
  }
  const options = optionsOf(spec, subject, look);
  if (kind !== 'pdf') return pictureOf(kind, stripScene(pictures, options), look.dpi);
  return toPdf(stripPages(pictures, options, look.paper), {
    paper: look.paper,
    title: spec.title === '' ? 'ECG strips' : spec.title,
    about,
  });
}

function picturesOf(
  spec: Spec,
  records: Records,
  subject: Exclude<ExportSubject, { kind: 'beat' }>,
  { draw, from }: ExportLook,
): StripPicture[] {
  const { duration } = spec.recording;
  if (from >= duration) throw new CannotExport(`The strips are ${duration} s long. Begin before that.`);
  const synthesizer = compile(spec, records);
  const titleOf = (name: string): string => {
    const found = spec.classes.find((entry) => entry.name === name);
    if (found === undefined) throw unknownName('class', name, spec.classes);
    return found.title === name ? name : `${name} · ${found.title}`;
  };
  if (subject.kind === 'gallery') {
    const title = titleOf(subject.class);
    return Array.from({ length: subject.count }, (_, index) => ({
      strip: synthesizer.generate(subject.class, index, draw),
      title: `${title}, strip ${index}`,
    }));
  }
  return (subject.classes ?? spec.classes.map(({ name }) => name)).map((name) => {
    const title = titleOf(name);
    return { strip: synthesizer.generate(name, subject.index, draw), title };
  });
}

function optionsOf(spec: Spec, subject: ExportSubject, look: ExportLook): StripOptions {
  const { draw, theme, marks, from, seconds, scale } = look;
  const which = subject.kind === 'strips' ? [`strip ${subject.index}`] : [];
  return {
    rate: spec.recording.rate,
    resolution: spec.recording.resolution,
    lead: spec.recording.lead,
    theme,
    marks,
    scale,
    note: [`seed ${spec.seed}`, ...which, ...(draw === 0 ? [] : [`draw ${draw}`])].join(', '),
    from,
    ...(spec.title === '' ? {} : { heading: spec.title }),
    ...(seconds === undefined ? {} : { seconds }),
  };
}

function pictureOf(kind: 'svg' | 'png', scene: Scene, dpi: number): string | Uint8Array {
  if (kind === 'svg') return toSvg(scene);
  try {
    return toPng(scene, dpi);
  } catch (error) {
    throw error instanceof RangeError ? new CannotExport(error.message) : error;
  }
}

function aboutOf(spec: Spec, subject: ExportSubject, { draw }: ExportLook): Record<string, string> {
  const own: Record<string, string> =
    subject.kind === 'beat'
      ? { 'beat type': subject.beat }
      : {
          strip: subject.kind === 'strips' ? String(subject.index) : `0 to ${subject.count - 1}`,
          draw: String(draw),
        };
  return {
    spec: spec.title,
    lead: spec.recording.lead,
    rate: `${spec.recording.rate} Hz`,
    seed: String(spec.seed),
    ...own,
  };
}

function unknownName(what: string, name: string, known: readonly { readonly name: string }[]): CannotExport {
  return new CannotExport(
    `The spec has no ${what} "${name}"; it has ${known.map((entry) => entry.name).join(', ')}.`,
  );
}
