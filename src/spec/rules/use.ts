import { removeEntry } from '../fixes';
import type { SpecRule } from './rule';

/** ECG408: a beat type that nothing uses. */
export const unusedBeats: SpecRule = ({ spec, source, report }) => {
  const used = new Set([
    ...spec.classes.flatMap((c) =>
      [
        ...c.beats,
        ...(c.ectopy?.beats ?? []),
        ...(c.conduction?.type === 'dissociated' ? c.conduction.beats : []),
      ].map(({ beat }) => beat),
    ),
    ...spec.beats.map((beat) => beat.extends),
  ]);
  for (const { name } of spec.beats) {
    if (used.has(name)) continue;
    report('ECG408', ['beats', name], `No class uses the beat type \`${name}\`.`, [
      removeEntry(source, ['beats', name], `Remove \`${name}\``),
    ]);
  }
};

/** ECG409: a data set without strips. */
export const noStrips: SpecRule = ({ spec, report }) => {
  if (spec.dataset.strips.some(({ count }) => count > 0)) return;
  report(
    'ECG409',
    ['dataset', 'strips'],
    'The data set has no strips. Give at least one class a number above zero.',
  );
};

/** ECG428: a class of no strips that no other class is made from. */
export const unusedClasses: SpecRule = ({ spec, report }) => {
  const used = new Set(spec.classes.flatMap((c) => [c.extends, c.episodes?.class]));
  if (spec.dataset.strips.every(({ count }) => count === 0)) return;
  for (const { class: name, count } of spec.dataset.strips) {
    if (count > 0 || used.has(name)) continue;
    report(
      'ECG428',
      ['classes', name],
      `No strips are made of \`${name}\`, and no other class uses it. Give it a number under \`dataset: strips\`.`,
    );
  }
};
