import type { Scene, Shape } from './scene';

/** Units of the view box in a millimetre: whole numbers then say a hundredth. */
const UNITS = 100;

const units = (mm: number): number => Math.round(mm * UNITS);

// What XML 1.0 does not allow at all, escaped or not: control characters and lone surrogates.
const NOT_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu;

/** Any text as the content of an element or a quoted attribute. */
export function escapeXml(text: string): string {
  return text
    .replace(NOT_XML, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

/** Path data of polylines in relative whole units; rounding never adds up along the line. */
function pathData(lines: readonly ArrayLike<number>[]): string {
  let data = '';
  for (const line of lines) {
    let x = units(line[0] ?? 0);
    let y = units(line[1] ?? 0);
    data += `M${x} ${y}`;
    let first = true;
    const draw = (dx: number, dy: number): void => {
      // After the first pair the letter may be left out, and a minus sign separates by itself.
      data += `${first ? 'l' : ' '}${dx}${dy < 0 ? '' : ' '}${dy}`;
      first = false;
    };
    // Equal steps are one longer step: a baseline has hundreds of them.
    let step: { readonly dx: number; readonly dy: number; readonly count: number } | undefined;
    for (let i = 2; i + 1 < line.length; i += 2) {
      const nextX = units(line[i] ?? 0);
      const nextY = units(line[i + 1] ?? 0);
      const [dx, dy] = [nextX - x, nextY - y];
      if (step?.dx === dx && step.dy === dy) step = { dx, dy, count: step.count + 1 };
      else {
        if (step) draw(step.dx * step.count, step.dy * step.count);
        step = { dx, dy, count: 1 };
      }
      x = nextX;
      y = nextY;
    }
    if (step) draw(step.dx * step.count, step.dy * step.count);
  }
  return data;
}

function shapeSvg(shape: Shape): string {
  switch (shape.kind) {
    case 'rect':
      return `<rect x="${units(shape.x)}" y="${units(shape.y)}" width="${units(shape.width)}" height="${units(shape.height)}" fill="${shape.color}"/>`;
    case 'lines': {
      const opacity = shape.opacity === undefined ? '' : ` stroke-opacity="${shape.opacity}"`;
      return `<path d="${pathData(shape.lines)}" stroke="${shape.color}" stroke-width="${units(shape.width)}"${opacity}/>`;
    }
    case 'text': {
      const anchor = shape.anchor === 'start' ? '' : ` text-anchor="${shape.anchor}"`;
      const weight = shape.bold ? ' font-weight="600"' : '';
      return `<text x="${units(shape.x)}" y="${units(shape.y)}" font-size="${units(shape.size)}" fill="${shape.color}"${anchor}${weight}>${escapeXml(shape.text)}</text>`;
    }
  }
}

/** A scene as a stand-alone SVG document whose millimetres are millimetres on paper. */
export function toSvg(scene: Scene): string {
  const { width, height } = scene;
  const description = escapeXml(scene.description);
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}mm" height="${height}mm" ` +
    `viewBox="0 0 ${units(width)} ${units(height)}" role="img" aria-label="${description}" ` +
    "font-family=\"system-ui, -apple-system, 'Segoe UI', 'DejaVu Sans', sans-serif\" " +
    'stroke-linecap="round" stroke-linejoin="round">\n' +
    `<title>${description}</title>\n` +
    `<rect width="${units(width)}" height="${units(height)}" fill="${scene.background}"/>\n` +
    `<g fill="none">\n${scene.shapes
      .filter((s) => s.kind !== 'text')
      .map(shapeSvg)
      .join('\n')}\n</g>\n` +
    `<g>\n${scene.shapes
      .filter((s) => s.kind === 'text')
      .map(shapeSvg)
      .join('\n')}\n</g>\n</svg>\n`
  );
}
