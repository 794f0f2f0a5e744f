/** Pictures for the clipboard. A chunk of its own: it holds the parser, synthesis and the painter of PNGs. */
import type { ExportWish } from '../../protocol';
import { judgeRecords, type RecordReading } from '../../records';
import { exportFile, USUAL_LOOK } from '../../render/export/file';
import { parseSpec } from '../../spec';

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
  const look = { ...USUAL_LOOK, draw, scale: { speed, gain } };
  const bytes = await exportFile('png', spec, records, subject, look);
  const blob = new Blob([bytes as Uint8Array<ArrayBuffer>], { type: 'image/png' });
  await navigator.clipboard.write([new ClipboardItem({ 'image/png': blob })]);
}
