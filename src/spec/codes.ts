import type { Severity } from './problem';

/** What a code stands for: the one table that the checks, the editors and the guide read. */
export interface CodeInfo {
  readonly severity: Severity;
  /** A few words. */
  readonly title: string;
  /** One sentence. */
  readonly explanation: string;
}

/**
 * Every problem that a spec can have. 0xx the text, 1xx the structure, 2xx quantities, 3xx what does not make a spec,
 * 4xx what makes one that no doctor would believe, 5xx the recordings that it names. A code never changes its meaning.
 */
export const CODES = {
  ECG001: {
    severity: 'error',
    title: 'Too large, or not text',
    explanation: 'A spec is a text file of at most 1 MB.',
  },
  ECG002: {
    severity: 'error',
    title: 'Not YAML',
    explanation: 'The text cannot be read as YAML at this place.',
  },
  ECG003: {
    severity: 'error',
    title: 'Nesting or alias',
    explanation:
      'The text is nested deeper than any spec, or has a YAML alias, anchor, tag or directive, which hide what a value is.',
  },
  ECG004: {
    severity: 'info',
    title: 'More problems',
    explanation: 'A hundred problems are shown; the rest follows when they are mended.',
  },
  ECG100: {
    severity: 'error',
    title: 'Not a spec',
    explanation: 'A spec starts with `ecgspec: 1` and has `beats` and `classes`.',
  },
  ECG101: { severity: 'error', title: 'Does not fit', explanation: 'The value does not fit the language.' },
  ECG102: {
    severity: 'error',
    title: 'Unknown key',
    explanation: 'The key is not one of those that can stand here, or cannot be a name.',
  },
  ECG103: { severity: 'error', title: 'Missing key', explanation: 'A key that is needed is not there.' },
  ECG104: {
    severity: 'error',
    title: 'Wrong kind of value',
    explanation: 'Text stands where a mapping, a list or a number is wanted, or the other way round.',
  },
  ECG105: {
    severity: 'error',
    title: 'Unknown word',
    explanation: 'The value is not one of the words that can stand here.',
  },
  ECG106: {
    severity: 'error',
    title: 'Number out of range',
    explanation: 'A plain number lies outside what is allowed.',
  },
  ECG107: {
    severity: 'error',
    title: 'Too many or too few',
    explanation: 'A list, mapping or text is empty or too long.',
  },
  ECG201: {
    severity: 'error',
    title: 'Not a quantity',
    explanation: 'The value is not a number with a unit of the right kind.',
  },
  ECG202: {
    severity: 'error',
    title: 'One number wanted',
    explanation: 'A spread, range or mapping stands where one number is wanted.',
  },
  ECG203: {
    severity: 'error',
    title: 'Outside its own bounds',
    explanation: 'The value lies outside its own `min` and `max`.',
  },
  ECG204: {
    severity: 'error',
    title: 'Spread given twice',
    explanation: 'Two ways to say how a value spreads stand side by side.',
  },
  ECG205: {
    severity: 'warning',
    title: 'Spread bent by truncation',
    explanation:
      'The spread reaches past the bounds of the language, so the drawn mean is not what is written.',
  },
  ECG206: {
    severity: 'error',
    title: 'Quantity out of range',
    explanation: 'The quantity lies outside what the language allows; often its unit is wrong.',
  },
  ECG207: {
    severity: 'error',
    title: 'Distribution does not fit',
    explanation: 'The distribution cannot be had with this value, these bounds, or at this place.',
  },
  ECG208: {
    severity: 'error',
    title: 'Whole number wanted',
    explanation: 'The quantity counts things, so it is a whole number.',
  },
  ECG209: { severity: 'error', title: 'Empty choice', explanation: '`one-of` has no entries, or too many.' },
  ECG301: {
    severity: 'error',
    title: 'No QRS',
    explanation: 'A beat type needs at least one wave of the QRS.',
  },
  ECG302: {
    severity: 'error',
    title: 'Unknown beat type',
    explanation: 'There is no beat type of this name.',
  },
  ECG303: {
    severity: 'error',
    title: 'Circular extends',
    explanation: 'Definitions extend each other in a circle.',
  },
  ECG304: {
    severity: 'error',
    title: 'Width given twice',
    explanation: 'A wave has both `width` and `rise` or `fall`.',
  },
  ECG305: {
    severity: 'error',
    title: 'Unfinished wave',
    explanation: 'A wave lacks its amplitude, its time or its width.',
  },
  ECG306: { severity: 'error', title: 'No weight', explanation: 'All weights are zero.' },
  ECG307: {
    severity: 'error',
    title: 'Fraction of a sample',
    explanation: 'Rate times duration is not a whole number of samples.',
  },
  ECG308: {
    severity: 'error',
    title: 'Strip too long',
    explanation: 'A strip would have more than a million samples.',
  },
  ECG309: { severity: 'error', title: 'Unknown class', explanation: 'There is no class of this name.' },
  ECG310: {
    severity: 'warning',
    title: 'Training above the sampling rate',
    explanation: 'Training at a higher rate than the strips have adds nothing.',
  },
  ECG311: {
    severity: 'error',
    title: 'No flutter waves',
    explanation: 'The rhythm `av-block` conducts flutter waves, and the class has none.',
  },
  ECG312: {
    severity: 'error',
    title: 'Circle of anchors',
    explanation: 'Waves hang on each other in a circle, or on a point that they make themselves.',
  },
  ECG313: {
    severity: 'error',
    title: 'Stretched twice',
    explanation: 'A beat that is stretched as a whole cannot have waves with a rate correction of their own.',
  },
  ECG314: {
    severity: 'error',
    title: 'Unknown anchor',
    explanation: 'There is nothing of this name that a time could count from.',
  },
  ECG315: {
    severity: 'error',
    title: 'Unknown parameter',
    explanation: 'A correlation names something that is not a parameter of the beat, or a pair twice.',
  },
  ECG316: {
    severity: 'error',
    title: 'Impossible correlations',
    explanation: 'No draws can have all these correlations at once.',
  },
  ECG317: {
    severity: 'error',
    title: 'Wave without a part',
    explanation: 'A wave of a name of its own does not say which part of the beat it belongs to.',
  },
  ECG318: {
    severity: 'error',
    title: 'Does not go with the rhythm',
    explanation:
      'Conduction, ectopy or ventricular activity stand beside a rhythm that has no place for them.',
  },
  ECG319: {
    severity: 'error',
    title: 'Episodes of episodes',
    explanation: 'Episodes are of the class itself, or of one that has episodes.',
  },
  ECG320: {
    severity: 'error',
    title: 'Unreadable sequence',
    explanation: 'A conduction ratio or a pattern of ectopic beats cannot be read.',
  },
  ECG321: {
    severity: 'error',
    title: 'Unreadable invariant',
    explanation: 'An invariant is not a known measure and a bound in its unit.',
  },
  ECG322: {
    severity: 'error',
    title: 'Said in two ways',
    explanation: 'Two keys that exclude each other stand side by side.',
  },
  ECG323: {
    severity: 'error',
    title: 'Above half the sampling rate',
    explanation: 'A frequency that the sampling rate cannot show.',
  },
  ECG324: {
    severity: 'error',
    title: 'Range does not fit 16 bits',
    explanation: 'The range is larger than 16 bits hold at the resolution.',
  },
  ECG325: {
    severity: 'error',
    title: 'Unreadable count',
    explanation: 'The count of augmentations is neither a whole number nor `poisson` and a mean.',
  },
  ECG326: {
    severity: 'error',
    title: 'Not a rhythm annotation',
    explanation: 'A WFDB rhythm annotation is a bracket and letters.',
  },
  ECG327: {
    severity: 'error',
    title: 'A strip would take too long',
    explanation: 'The most that a strip of a class can take, known without making any, is over 200 ms.',
  },
  ECG328: {
    severity: 'error',
    title: 'Not a path to a recording',
    explanation: "The file of a noise is a path from the spec's folder to a `.hea` or a `.npy`.",
  },
  ECG401: {
    severity: 'warning',
    title: 'Waves out of order',
    explanation: 'The waves of a beat do not come in the order P, Q, R, S, T, U.',
  },
  ECG402: {
    severity: 'warning',
    title: 'P wave without sinus rhythm',
    explanation: 'Fibrillating or fluttering atria make no P waves.',
  },
  ECG403: {
    severity: 'warning',
    title: 'Not atrial fibrillation',
    explanation: 'A class is called atrial fibrillation, and is not irregularly irregular.',
  },
  ECG404: {
    severity: 'warning',
    title: 'Not pre-excitation',
    explanation: 'A class is called WPW, without a delta wave or with a PR interval of 120 ms or more.',
  },
  ECG405: {
    severity: 'warning',
    title: 'Ventricular beat too narrow, or with P',
    explanation: 'A beat of symbol V is narrow or has a P wave before it.',
  },
  ECG406: {
    severity: 'warning',
    title: 'Not normal sinus rhythm',
    explanation: 'A class is called normal sinus rhythm, and its rhythm, PR or QRS is not normal.',
  },
  ECG407: {
    severity: 'warning',
    title: 'Beat longer than its interval',
    explanation:
      'At the fastest rate asked for, of the rhythm or of a run, the T wave runs into the next beat.',
  },
  ECG408: { severity: 'info', title: 'Unused beat type', explanation: 'No class uses the beat type.' },
  ECG409: { severity: 'error', title: 'No strips', explanation: 'The data set has no strips at all.' },
  ECG410: {
    severity: 'warning',
    title: 'Invariant contradicted',
    explanation: 'The middle of the parameters does not hold what an invariant of the class asks for.',
  },
  ECG411: {
    severity: 'warning',
    title: 'No reason',
    explanation: 'A remark that silences a problem gives no reason.',
  },
  ECG412: {
    severity: 'info',
    title: 'Nothing to silence',
    explanation: 'A remark silences a problem that is not there.',
  },
  ECG413: {
    severity: 'warning',
    title: 'Errors cannot be silenced',
    explanation: 'A remark names an error; only warnings and hints can be silenced.',
  },
  ECG414: {
    severity: 'warning',
    title: 'PR interval of no human',
    explanation: 'The PR interval lies outside 60 to 500 ms.',
  },
  ECG415: {
    severity: 'warning',
    title: 'QRS of no human',
    explanation: 'The QRS lasts less than 40 or more than 300 ms.',
  },
  ECG416: {
    severity: 'warning',
    title: 'QT interval of no human',
    explanation: 'The QT interval at 60 bpm lies outside 200 to 750 ms.',
  },
  ECG417: {
    severity: 'warning',
    title: 'Rate of no human',
    explanation: 'The heart rate lies outside what hearts do with this rhythm.',
  },
  ECG418: {
    severity: 'warning',
    title: 'Amplitude of no human',
    explanation: 'A wave is larger than any that lead II shows, or too small to be seen.',
  },
  ECG419: {
    severity: 'warning',
    title: 'Waves overlap',
    explanation: 'A wave begins before the part of the beat in front of it has ended.',
  },
  ECG420: {
    severity: 'warning',
    title: 'Not atrial flutter',
    explanation: 'A class is called atrial flutter, without flutter waves.',
  },
  ECG421: {
    severity: 'warning',
    title: 'Not bradycardia',
    explanation: 'A class is called bradycardia, and is faster than 60 bpm.',
  },
  ECG422: {
    severity: 'warning',
    title: 'Not tachycardia',
    explanation: 'A class is called tachycardia, and is slower than 100 bpm.',
  },
  ECG423: {
    severity: 'warning',
    title: 'Not ventricular tachycardia',
    explanation:
      'A class is called ventricular tachycardia, and its beats are not ventricular, wide or fast.',
  },
  ECG424: {
    severity: 'warning',
    title: 'Not bundle branch block',
    explanation: 'A class is called bundle branch block, and its QRS is narrow.',
  },
  ECG425: {
    severity: 'warning',
    title: 'Not first-degree block',
    explanation: 'A class is called first-degree AV block, and its PR interval is 200 ms or less.',
  },
  ECG426: {
    severity: 'warning',
    title: 'Not paced',
    explanation: 'A class is called paced, or a beat has the symbol of a paced one, without a spike.',
  },
  ECG427: {
    severity: 'warning',
    title: 'Not fibrillation or torsades',
    explanation:
      'A class is called ventricular fibrillation, torsades or asystole, and its ventricles do something else.',
  },
  ECG428: {
    severity: 'info',
    title: 'Unused class',
    explanation: 'No strips are made of the class and no other uses it.',
  },
  ECG429: {
    severity: 'warning',
    title: 'Not supraventricular tachycardia',
    explanation:
      'A class is called supraventricular tachycardia, and is slow, wide, irregular or has P waves before the QRS.',
  },
  ECG430: {
    severity: 'warning',
    title: 'Not second- or third-degree block',
    explanation: 'A class is called Wenckebach, Mobitz or complete block, and its conduction is another.',
  },
  ECG431: {
    severity: 'warning',
    title: 'No ectopic beats',
    explanation: 'A class is called after ectopic beats, and has none of them.',
  },
  ECG432: {
    severity: 'warning',
    title: 'Not an ST change',
    explanation: 'A class is called ST elevation or depression, and its ST level is not.',
  },
  ECG433: {
    severity: 'warning',
    title: 'Not a long QT',
    explanation: 'A class is called long QT, and its QT interval is not, or the other way round.',
  },
  ECG434: {
    severity: 'warning',
    title: 'Not junctional',
    explanation: 'A class is called junctional, and has a P wave as in sinus rhythm.',
  },
  ECG435: {
    severity: 'warning',
    title: 'Rhythm code of another rhythm',
    explanation: 'The WFDB rhythm annotation belongs to another rhythm.',
  },
  ECG436: {
    severity: 'warning',
    title: 'Ramp beyond any heart',
    explanation: 'The ramp takes the heart rate where no heart beats.',
  },
  ECG437: {
    severity: 'warning',
    title: 'Invariant that strips do not hold',
    explanation: 'Of the first strips of a class, some do not have what its invariants claim of all.',
  },
  ECG501: {
    severity: 'error',
    title: 'No such recording',
    explanation: 'The recording that a noise is taken from is not there, or may not be read.',
  },
  ECG502: {
    severity: 'error',
    title: 'Unreadable recording',
    explanation: 'The recording is damaged, too large, of a format that is not read, or lacks the signal.',
  },
  ECG503: {
    severity: 'error',
    title: 'Recording too short, or flat',
    explanation: 'The recording is shorter than the stretch that a strip is to get, or has nothing in it.',
  },
} as const satisfies Readonly<Record<string, CodeInfo>>;

export type Code = keyof typeof CODES;
