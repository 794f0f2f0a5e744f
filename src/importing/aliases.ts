/**
 * Classes of the rhythm library that labels of common databases stand for: statements of SCP-ECG as in PTB-XL, rhythm
 * annotations of WFDB, codes of SNOMED CT as in the PhysioNet Challenges of 2020 and 2021, and words.
 */
const ALIASES: readonly (readonly [name: string, labels: RegExp])[] = [
  ['NSR', /^(?:NSR|NORM|NORMAL|N|SR|SINUS|\(N|(?:normal )?sinus rhythm|normal ecg|426783006)$/i],
  ['AF', /^(?:AF|AFIB|\(AFIB|atrial fibrillation|164889003)$/i],
  ['AFLT', /^(?:AFLT?|\(AFL|FLUTTER|atrial flutter|164890007)$/i],
  ['PVC', /^(?:PVC|VPB|VPC|VEB|premature ventricular (?:contraction|complex|beat)s?|427172004|17338001)$/i],
  ['WPW', /^(?:WPW|\(PREX|PREEXCITATION|wolff-parkinson-white(?: (?:syndrome|pattern))?|74390002)$/i],
];

/** The class that a label probably stands for; undefined where nothing is known of it. */
export function usualClass(label: string): string | undefined {
  return ALIASES.find(([, labels]) => labels.test(label.trim()))?.[0];
}
