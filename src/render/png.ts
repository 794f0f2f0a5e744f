import { encode } from 'fast-png';
import { imageSize, rasterise } from './raster';
import type { Scene } from './scene';

const MM_PER_INCH = 25.4;
/** A quarter of a gigabyte of pixels: more is a mistake, not a picture. */
const MAX_PIXELS = 80_000_000;

/** Where the chunks after the signature and the header chunk begin. */
const AFTER_HEADER = 33;

/** The CRC-32 of PNG (ISO 3309), bit by bit: it is taken over a few bytes only. */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}

/** The pHYs chunk: pixels per metre, so that the picture prints at its true size. */
function physicalSize(pixelsPerMetre: number): Uint8Array {
  const chunk = new Uint8Array(21);
  const view = new DataView(chunk.buffer);
  view.setUint32(0, 9);
  chunk.set([0x70, 0x48, 0x59, 0x73], 4);
  view.setUint32(8, pixelsPerMetre);
  view.setUint32(12, pixelsPerMetre);
  view.setUint8(16, 1);
  view.setUint32(17, crc32(chunk.subarray(4, 17)));
  return chunk;
}

/**
 * A scene as a PNG file.
 * @param dpi pixels per inch
 * @throws RangeError when the picture would have more than 80 million pixels
 */
export function toPng(scene: Scene, dpi = 200): Uint8Array {
  const scale = dpi / MM_PER_INCH;
  const { width, height } = imageSize(scene, scale);
  if (width * height > MAX_PIXELS) {
    throw new RangeError(
      `The picture would be ${width} x ${height} pixels, which is too large; ask for a lower dpi, fewer seconds or an SVG.`,
    );
  }
  const image = rasterise(scene, scale);
  const png = encode({ width, height, data: image.data, channels: 3, depth: 8 }, { zlib: { level: 6 } });
  const size = physicalSize(Math.round(scale * 1000));
  const out = new Uint8Array(png.length + size.length);
  out.set(png.subarray(0, AFTER_HEADER));
  out.set(size, AFTER_HEADER);
  out.set(png.subarray(AFTER_HEADER), AFTER_HEADER + size.length);
  return out;
}
