/**
 * What Nonaka & Seita, "Boosting ECG Classification Performance by Pre-training with Synthesized Data" (arXiv:2606.10802),
 * say of their own experiment, as far as this project has it in words of theirs; nothing here is measured by us.
 */
export const PAPER = {
  title:
    'Nonaka & Seita, Boosting ECG Classification Performance by Pre-training with Synthesized Data, arXiv:2606.10802',
  /** A row for each thing that both can be asked. */
  rows: [
    { what: 'Classes, each against normal', paper: 'AF, AFLT, PVC, WPW' },
    { what: 'Architectures', paper: 'ten' },
    { what: 'Classes that pre-training improves', paper: '3 of 4' },
    { what: 'Largest gain, mean over architectures', paper: '+33.2 % (AFLT)' },
    { what: 'Splits', paper: 'by record' },
  ],
} as const;
