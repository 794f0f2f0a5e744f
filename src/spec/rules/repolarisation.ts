import { formatQuantity } from '../quantity';
import { type ClassBeatRule, beatPath, claims, ms } from './rule';

/** ECG432: ST elevation is above the baseline, ST depression below. */
export const stChange: ClassBeatRule = ({ class: c, beat, report }) => {
  const up = claims(c, 'ST elevation', 'ST-elevation', 'STEMI', 'STE');
  const down = claims(c, 'ST depression', 'ST-depression', 'STD');
  if (up === down) return;
  const level = beat.amplitude('ST') ?? 0;
  if (up ? level >= 0.05 : level <= -0.03) return;
  report(
    'ECG432',
    beatPath(c),
    `\`${c.name}\` is called ST ${up ? 'elevation' : 'depression'}, but the ST level of \`${beat.beat.name}\` is ${formatQuantity(level, 'amplitude')}. Give it an \`ST\` wave of ${up ? '0.1 mV or more' : '-0.05 mV or less'}.`,
  );
};

/** ECG433: a long QT is above 450 ms at 60 bpm, a short one below 360 ms. */
export const longQt: ClassBeatRule = ({ class: c, beat, report }) => {
  const long = claims(c, 'long QT', 'LQT', 'LQTS');
  const short = claims(c, 'short QT', 'SQT', 'SQTS');
  const { qt } = beat;
  if (long === short || qt === null || (long ? qt > 0.45 : qt < 0.36)) return;
  report(
    'ECG433',
    beatPath(c),
    `\`${c.name}\` is called ${long ? 'long' : 'short'} QT, but the QT interval of \`${beat.beat.name}\` at 60 bpm is ${ms(qt)}; there it is ${long ? 'above 450' : 'below 360'} ms.`,
  );
};
