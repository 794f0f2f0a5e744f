import { removeEntry, replaceValue } from './fixes';
import type { RecordRef } from './records';
import type { Section } from './section';

const WFDB = /\.hea$/i;
const NPY = /\.npy$/i;

/** Which signal of which file a noise is taken from; the file itself is not looked at. */
export function decodeRecord(section: Section): RecordRef {
  const { file: written, signal } = section.raw;
  const file = typeof written === 'string' ? written : '';
  if (typeof written === 'string') checkPath(section, written);
  const isSaid = typeof signal === 'number' || typeof signal === 'string';
  return { file, signal: isSaid ? signal : 0, rate: decodeRate(section, file) };
}

/** ECG328: a spec is passed on with its recordings beside it, so paths start at its folder and name a file. */
function checkPath(section: Section, file: string): void {
  const { decoder } = section;
  const path = section.at('file');
  const say = (message: string, mend?: string): void =>
    decoder.report('ECG328', path, message, [mend ? replaceValue(decoder.source, path, mend) : undefined]);
  // Two letters at least: one is a disk of Windows.
  if (/^[a-z][a-z0-9+.-]+:/i.test(file))
    return say(
      'A recording is a file, not an address. Save it beside the spec, and write its path, such as `noise/ma.hea`.',
    );
  if (/^([/\\~]|[a-z]:)/i.test(file))
    return say(
      "The path of a recording starts at the spec's folder, so that both can be passed on together. Write it without that beginning, such as `noise/ma.hea`.",
    );
  if ([...file].some((letter) => letter < ' ' || letter === ':'))
    return say('A path has no colons, tabs or line ends. Write it plainly, such as `noise/ma.hea`.');
  if (file.includes('\\'))
    return say(
      'The folders of a path are parted by `/`, which every system reads.',
      file.replaceAll('\\', '/'),
    );
  if (WFDB.test(file) || NPY.test(file)) return;
  const record = /^(.*?[^/.])(\.dat)?$/i.exec(file)?.[1];
  const known = record !== undefined && !/\.[a-z]{1,5}$/i.test(record);
  say(
    known
      ? 'A WFDB record is named by its header, which ends in `.hea`.'
      : 'A recording is a WFDB header (`.hea`) or a NumPy file (`.npy`). Write its path, such as `noise/ma.hea`.',
    known ? `${record}.hea` : undefined,
  );
}

/** An `.npy` needs its rate said; a WFDB header has one. */
function decodeRate(section: Section, file: string): number | null {
  const { decoder } = section;
  if (NPY.test(file)) {
    if (!section.has('rate')) {
      const why = ', since an `.npy` does not say how fast it was sampled.';
      decoder.missing(section.path, 'rate', why, '360 Hz');
    }
    return section.fixed('rate', 1);
  }
  if (WFDB.test(file) && section.has('rate')) {
    decoder.reportKey('ECG102', section.at('rate'), 'A WFDB header says its rate itself. Leave `rate` out.', [
      removeEntry(decoder.source, section.at('rate'), 'Remove `rate`'),
    ]);
  }
  return null;
}
