/** Pictures for the clipboard. A chunk of its own: it holds the parser, synthesis and the painter of PNGs. */
import type { ExportWish } from '../../protocol';
import { judgeRecords, type RecordReading } from '../../records';
import { exportFile } from '../../render/export/file';
import { parseSpec } from '../../spec';

const DPI = 200;

/** Puts what a wish names into the clipboard, as pixels on ECG paper. Call while the user's click is fresh. */
export async function copyPicture(
  text: string,
  wish: ExportWish,
  readings: ReadonlyMap<string, RecordReading>,
): Promise<void> {
  const parsed = parseSpec(text);
  const { spec } = parsed;
  if (spec === undefined) throw new Error('The spec has errors. Mend them first, then copy.');
  const { records } = judgeRecords(parsed, readings);
  const { draw, speed, gain, subject } = wish;
  const bytes = await exportFile('png', spec, records, subject, {
    draw,
    scale: { speed, gain },
    theme: 'paper',
    dpi: DPI,
    paper: 'A4',
    from: 0,
    seconds: undefined,
    marks: true,
  });
  const blob = new Blob([bytes as Uint8Array<ArrayBuffer>], { type: 'image/png' });
  await navigator.clipboard.write([new ClipboardItem({ 'image/png': blob })]);
}
