import type { ImportOptions } from './options';
import type { Tally } from './tally';

/** Fewer patients of a class can hardly be split into those to train on and those to test on. */
const FEW_PATIENTS = 10;
/** From this share on, constants at the ends of strips are worth a word. */
const MANY_TAILS = 0.05;

/** What to know of imported strips before training on them, a sentence or two each. */
export function notesOn(tally: Tally, options: Pick<ImportOptions, 'columns' | 'cut' | 'crop'>): string[] {
  const notes: string[] = [];
  const classes = [...tally.classes];
  const count = (n: number, of: string): string => `${n.toLocaleString('en')} ${of}${n === 1 ? '' : 's'}`;
  if (options.columns.patient === undefined) {
    notes.push(
      'Each record counts as a patient of its own, because no column of patients was given. If a patient has several records, some are trained on while others are tested on, and all scores come out too high.',
    );
  }
  if (options.cut === 'all' && options.columns.start === undefined) {
    notes.push(
      'Every strip has the label of its whole recording. What comes and goes, such as ectopic beats or paroxysms, need not be in each.',
    );
  }
  if (classes.length === 1) {
    notes.push(
      `All strips are of one class, ${classes[0]![0]}. Fine-tuning tells classes from normal, so it needs that one as well; map a label to it.`,
    );
  }
  const few = classes.filter(([, { patients }]) => patients.size < FEW_PATIENTS);
  if (few.length > 0) {
    const list = few.map(([name, { patients }]) => `${name} (${count(patients.size, 'patient')})`).join(', ');
    notes.push(
      `Few patients to split into training and test: ${list}. Scores will vary widely from split to split.`,
    );
  }
  const apart = classes.find(([, { rates }]) =>
    classes.some(([, other]) => [...rates].every((rate) => !other.rates.has(rate))),
  );
  if (apart !== undefined) {
    const list = classes
      .map(([name, { rates }]) => `${name} ${[...rates].slice(0, 4).join(', ')} Hz`)
      .join('; ');
    notes.push(
      `Classes were recorded at different rates (${list}), so by different devices: a network may learn the device in place of the rhythm. Take all classes from one source, or some of each.`,
    );
  }
  const tails = classes.reduce((sum, [, one]) => sum + one.tails, 0);
  if (tails > MANY_TAILS * tally.strips) {
    const seconds = classes.reduce((sum, [, one]) => sum + one.tailSeconds, 0) / tails;
    const long = Number(Math.max(0.01, seconds).toPrecision(2));
    notes.push(
      `${Math.round((100 * tails) / tally.strips)} % of the strips end in a constant, of ${long} s on average, from which a network may learn the device. ${options.crop ? `The last ${options.crop} s are left out in training.` : 'Import again with --crop 0.3, or a little more than that, to leave it out in training.'}`,
    );
  }
  if (tally.contradictions > 0) {
    notes.push(
      `${count(tally.contradictions, 'duplicate')} had another class than the strip before with the same samples; dropped.csv says which. One of the two labels is wrong.`,
    );
  }
  if (tally.offsets > 0) {
    notes.push(
      `Of ${count(tally.offsets, 'strip')} a constant was taken away, since the offset of the electrodes went beyond ±32.767 mV.`,
    );
  }
  return notes;
}
