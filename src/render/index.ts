import type { BeatDrawing, Strip } from '../synthesis';
import { beatScene, type BeatOptions } from './beat';
import { stripScene, type StripOptions } from './strip';
import { toSvg } from './svg';

export { beatScene, type BeatOptions, type WaveTrace } from './beat';
export { toPng } from './png';
export { GAINS, type PaperScale, SPEEDS, USUAL_SCALE } from './paper';
export { readout } from './readout';
export type { Scene } from './scene';
export { stripScene, type StripOptions, type StripPicture } from './strip';
export { escapeXml, toSvg } from './svg';
export { drawSubject, type Subject, type SubjectPicture } from './subject';
export { THEME_NAMES, type Theme, type ThemeName } from './theme';

/** One strip on ECG paper as a stand-alone SVG document. */
export const stripSvg = (strip: Strip, options: StripOptions & { readonly title?: string }): string =>
  toSvg(stripScene([{ strip, title: options.title ?? strip.truth.class }], options));

/** A beat type on ECG paper as a stand-alone SVG document. */
export const beatSvg = (drawing: BeatDrawing, options: BeatOptions): string =>
  toSvg(beatScene(drawing, options));
