import {
  LineCapStyle,
  LineJoinStyle,
  lineTo,
  moveTo,
  PDFDocument,
  popGraphicsState,
  pushGraphicsState,
  rgb,
  setGraphicsState,
  setLineCap,
  setLineJoin,
  setLineWidth,
  setStrokingColor,
  StandardFonts,
  stroke,
  type PDFFont,
  type PDFPage,
} from '@cantoo/pdf-lib';
import type { Scene, Shape } from '../scene';
import { PAPERS, type PaperName } from './pages';

const POINTS_PER_MM = 72 / 25.4;

export interface PdfOptions {
  readonly paper: PaperName;
  readonly title: string;
  /** What the file says of itself, as keywords. */
  readonly about?: Readonly<Record<string, string>>;
}

/**
 * Scenes as a vector PDF, one on a sheet, in the middle: a millimetre of the scene is one on paper when it is printed at
 * 100 %. A scene larger than the sheet gets a sheet of its own size, and never shrinks.
 */
export async function toPdf(scenes: readonly Scene[], options: PdfOptions): Promise<Uint8Array> {
  const pdf = await PDFDocument.create();
  pdf.setTitle(options.title);
  pdf.setSubject(scenes.map(({ description }) => description).join(' '));
  // PDF has one text for all keywords: a reader has to see where each ends.
  pdf.setKeywords([
    Object.entries(options.about ?? {})
      .map(([name, value]) => `${name}: ${value}`)
      .join('; '),
  ]);
  pdf.setCreator('ECG Spec');
  // The same strips are the same bytes: the file tells no time of its own.
  pdf.setCreationDate(new Date(0));
  pdf.setModificationDate(new Date(0));
  const fonts = {
    plain: await pdf.embedFont(StandardFonts.Helvetica),
    bold: await pdf.embedFont(StandardFonts.HelveticaBold),
  };
  const known = new Set(fonts.plain.getCharacterSet());
  for (const scene of scenes) {
    const paper = PAPERS[options.paper];
    const width = Math.max(paper.width, scene.width);
    const height = Math.max(paper.height, scene.height);
    const page = pdf.addPage([width * POINTS_PER_MM, height * POINTS_PER_MM]);
    const left = (width - scene.width) / 2;
    const top = (height - scene.height) / 2;
    const toX = (x: number): number => (left + x) * POINTS_PER_MM;
    const toY = (y: number): number => (height - top - y) * POINTS_PER_MM;
    page.drawRectangle({ ...page.getSize(), x: 0, y: 0, color: color(scene.background) });
    for (const shape of scene.shapes) draw(page, shape, toX, toY, fonts, known);
  }
  return pdf.save();
}

type Fonts = { readonly plain: PDFFont; readonly bold: PDFFont };
type Scale = (mm: number) => number;

function draw(page: PDFPage, shape: Shape, toX: Scale, toY: Scale, fonts: Fonts, known: Set<number>): void {
  switch (shape.kind) {
    case 'rect':
      page.drawRectangle({
        x: toX(shape.x),
        y: toY(shape.y + shape.height),
        width: shape.width * POINTS_PER_MM,
        height: shape.height * POINTS_PER_MM,
        color: color(shape.color),
      });
      return;
    case 'lines':
      drawLines(page, shape, toX, toY);
      return;
    case 'text': {
      const font = shape.bold ? fonts.bold : fonts.plain;
      const text = written(shape.text, known);
      const size = shape.size * POINTS_PER_MM;
      const width = font.widthOfTextAtSize(text, size);
      const before = { start: 0, middle: width / 2, end: width }[shape.anchor];
      page.drawText(text, {
        x: toX(shape.x) - before,
        y: toY(shape.y),
        size,
        font,
        color: color(shape.color),
      });
    }
  }
}

function drawLines(page: PDFPage, shape: Extract<Shape, { kind: 'lines' }>, toX: Scale, toY: Scale): void {
  page.pushOperators(
    pushGraphicsState(),
    setLineWidth(shape.width * POINTS_PER_MM),
    setLineCap(LineCapStyle.Round),
    setLineJoin(LineJoinStyle.Round),
    setStrokingColor(color(shape.color)),
  );
  if (shape.opacity !== undefined) {
    const state = page.doc.context.obj({ Type: 'ExtGState', CA: shape.opacity });
    page.pushOperators(setGraphicsState(page.node.newExtGState('Pen', state)));
  }
  for (const line of shape.lines) {
    for (let i = 0; i + 1 < line.length; i += 2) {
      const [x, y] = [rounded(toX(line[i]!)), rounded(toY(line[i + 1]!))];
      page.pushOperators(i === 0 ? moveTo(x, y) : lineTo(x, y));
    }
    if (line.length > 0) page.pushOperators(stroke());
  }
  page.pushOperators(popGraphicsState());
}

/** A thousandth of a point is finer than any printer. */
function rounded(points: number): number {
  return Math.round(points * 1000) / 1000;
}

/** The built-in fonts of PDF know Western letters only: any other one becomes a question mark. */
function written(text: string, known: Set<number>): string {
  return [...text].map((letter) => (known.has(letter.codePointAt(0)!) ? letter : '?')).join('');
}

function color(hex: string) {
  const part = (from: number): number => parseInt(hex.slice(from, from + 2), 16) / 255;
  return rgb(part(1), part(3), part(5));
}
