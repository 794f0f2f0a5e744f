import type { ManifestHead } from '../manifest';

/** What a data set is good for. */
export const USES: readonly string[] = [
  'Pre-training networks that are then fine-tuned on recordings of patients.',
  'Developing and testing detectors, delineators and classifiers against a ground truth that is known exactly.',
  'Teaching.',
];

/** What is to be known before it is used. */
export const LIMITS: readonly string[] = [
  'Every strip is synthetic: the sum of waves with drawn parameters, and noise. No strip is a recording of a person.',
  'A class is what its author wrote down, no more: parameters are drawn from the distributions of the spec, and what varies together in patients does so here only where the spec says it.',
  'There is one lead. There are no patients, and so no age, sex, history or medication.',
  'How many strips each class has is chosen and says nothing of how frequent it is.',
  'Training and validation strips come from the same distributions: a result on the validation strips tells how well this data set was learnt, and not how well patients would be served.',
  'Not a medical device, and not to be used for diagnosis.',
];

/** What a data set is, in two sentences. */
export function about(head: ManifestHead): string {
  const { recording, classes } = head;
  const made = classes.filter(({ train, validation }) => train + validation > 0);
  const strips = made.reduce((sum, { train, validation }) => sum + train + validation, 0);
  return (
    `${strips} synthetic ECG strips of lead ${recording.lead}, ${recording.duration} s at ${recording.rate} Hz, of ` +
    `${made.length} ${made.length === 1 ? 'class' : 'classes'} (${made.map(({ name }) => name).join(', ')}), with beats, fiducials of P, QRS and T, and rhythms as ground truth. ` +
    `Made by ${head.generator} from the spec "${head.title}" with seed ${head.seed}.`
  );
}
