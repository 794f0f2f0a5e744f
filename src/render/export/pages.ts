import { LONGEST_SECONDS, rowSeconds, stripScene, type StripOptions, type StripPicture } from '../strip';
import type { Scene } from '../scene';

/** Sheets in landscape, mm: ten seconds are 250 mm wide. */
export const PAPERS = { A4: { width: 297, height: 210 }, Letter: { width: 279.4, height: 215.9 } } as const;
export type PaperName = keyof typeof PAPERS;
export const PAPER_NAMES = Object.keys(PAPERS) as PaperName[];

const MARGIN = 4;

/**
 * Lays strips out on as many sheets as they need, in true millimetres. A strip is cut only where it alone is higher than
 * a sheet, and then between two rows.
 */
export function stripPages(
  pictures: readonly StripPicture[],
  options: StripOptions,
  paper: PaperName,
): Scene[] {
  const room = PAPERS[paper].height - 2 * MARGIN;
  const pages: Scene[] = [];
  let together: StripPicture[] = [];
  let scene: Scene | undefined;
  const turn = (): void => {
    if (scene !== undefined) pages.push(scene);
    together = [];
    scene = undefined;
  };
  for (const picture of pictures) {
    const more = stripScene([...together, picture], options);
    if (more.height <= room) {
      together.push(picture);
      scene = more;
      continue;
    }
    turn();
    const alone = stripScene([picture], options);
    if (alone.height <= room) {
      together = [picture];
      scene = alone;
    } else {
      pages.push(...rowsOnPages(picture, options, room));
    }
  }
  turn();
  return pages;
}

function rowsOnPages(picture: StripPicture, options: StripOptions, room: number): Scene[] {
  const start = options.from ?? 0;
  const length = picture.strip.samples.length / options.rate;
  const end = Math.min(length, start + (options.seconds ?? LONGEST_SECONDS));
  const row = rowSeconds(options);
  const pages: Scene[] = [];
  for (let from = start; from < end;) {
    let rows = Math.ceil((end - from) / row);
    const scene = (): Scene =>
      stripScene([picture], { ...options, from, seconds: Math.min(rows * row, end - from) });
    while (rows > 1 && scene().height > room) rows--;
    pages.push(scene());
    from += rows * row;
  }
  return pages;
}
