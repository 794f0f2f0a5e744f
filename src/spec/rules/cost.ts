import { boundOf, type CostPart, mayExceed } from '../cost';
import { replaceValue } from '../fixes';
import type { Path } from '../problem';
import { formatQuantity } from '../quantity';
import type { Spec } from '../types';
import type { SpecRule } from './rule';

/** What one strip may take at most, µs: a thousand times what usual strips take. */
const LIMIT = 200_000;

/** ECG327: every strip has a bound, and one that nobody would wait for is not tried. */
export const bounded: SpecRule = ({ spec, source, report }) => {
  if (!mayExceed(spec, LIMIT)) return;
  const dearest = dearestOf(spec);
  if (!dearest || dearest.microseconds <= LIMIT) return;
  const { name, microseconds, part } = dearest;
  const [what, advice, path] = PARTS[part](name);
  const duration = fitting(spec);
  const seconds = formatQuantity(Number((microseconds / 1e6).toPrecision(2)), 'time');
  report(
    'ECG327',
    source.has(path) ? path : ['classes', name],
    `A strip of \`${name}\` could take ${seconds} to make, most of it for ${what}; more than ${formatQuantity(LIMIT / 1e6, 'time')} is not tried. ${advice}, or shorten the strip.`,
    [duration === undefined ? undefined : replaceValue(source, ['recording', 'duration'], `${duration} s`)],
  );
};

interface Dearest {
  readonly name: string;
  readonly microseconds: number;
  readonly part: CostPart;
}

/** The class whose strips can take longest, and what most of that is for. */
function dearestOf(spec: Spec): Dearest | undefined {
  let dearest: Dearest | undefined;
  for (const c of spec.classes) {
    const { microseconds, parts } = boundOf(spec, c);
    if (dearest && dearest.microseconds >= microseconds) continue;
    const [part] = (Object.entries(parts) as [CostPart, number][]).reduce((a, b) => (b[1] > a[1] ? b : a));
    dearest = { name: c.name, microseconds, part };
  }
  return dearest;
}

/** What a strip is usually shortened to, s. */
const DURATIONS = [300, 120, 60, 30, 20, 10];

/** The longest of these at which no strip takes too long. */
function fitting(spec: Spec): number | undefined {
  const { rate, duration: now } = spec.recording;
  return DURATIONS.find((duration) => {
    const samples = rate * duration;
    if (duration >= now || !Number.isInteger(samples)) return false;
    const shorter = { ...spec, recording: { ...spec.recording, duration, samples } };
    return (dearestOf(shorter)?.microseconds ?? 0) <= LIMIT;
  });
}

const PARTS: Record<CostPart, (name: string) => [what: string, advice: string, path: Path]> = {
  beats: (name) => ['its beats', 'Make waves narrower or beats fewer', ['classes', name, 'rhythm']],
  activity: (name) => ['waves that are no beats', 'Lower the sampling rate', ['classes', name]],
  episodes: (name) => ['its episodes', 'Make episodes longer', ['classes', name, 'episodes']],
  noise: () => ['noise', 'Leave some noise out', ['noise']],
  augmentations: () => ['augmentations', 'Lower their `count`', ['augmentations']],
  recorder: () => ['filters', 'Leave some filters out', ['recording', 'filters']],
};
