import type { ManifestHead } from '../../manifest';

/** What a comment line may hold, as readers have lines of at most 255 bytes. */
const LONGEST_COMMENT = 200;

/** A text in one line of printable characters. */
const oneLine = (text: string): string =>
  text
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .slice(0, LONGEST_COMMENT)
    .trim();

/**
 * The header of a record with one signal of format 16: header(5) of the WFDB Applications Guide (G. B. Moody).
 * @param record its name
 * @param comments what it says of itself, `# name: value`
 */
export function recordHeader(
  record: string,
  { rate, lead, unit }: Pick<ManifestHead['recording'], 'rate' | 'lead' | 'unit'>,
  samples: Int16Array,
  comments: readonly (readonly [string, string | number])[],
): string {
  let checksum = 0;
  for (const sample of samples) checksum = (checksum + sample) | 0;
  // The sum of all samples in 16 bits with a sign.
  checksum = (checksum << 16) >> 16;
  // 1 / 0.001 is 1000, and any other resolution is read back to the last digit.
  const gain = `${1 / unit.mV}(0)/mV`;
  return [
    `${record} 1 ${rate} ${samples.length}`,
    `${record}.dat 16 ${gain} 16 0 ${samples[0] ?? 0} ${checksum} 0 ${oneLine(lead)}`,
    ...comments.map(([name, value]) => `# ${name}: ${oneLine(String(value))}`),
    '',
  ].join('\n');
}
