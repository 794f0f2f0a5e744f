/** What writes intervals into a text. A chunk of its own: it holds the parser, which the page otherwise leaves to its worker. */
import { parseSpec } from '../../../spec';
import {
  beatsOf,
  type Interval,
  type IntervalChange,
  type IntervalRefusal,
  middleIntervals,
  writeInterval,
} from '../../../spec/measures';

/** The beat types whose interval a class shows, the likeliest first; none while the text is no spec. */
export function beatsIn(text: string, className: string): readonly string[] {
  const { spec } = parseSpec(text);
  return spec === undefined ? [] : beatsOf(spec, className);
}

/** An interval of a class's middle beat, s or bpm; null where there is none. */
export function intervalNow(
  text: string,
  className: string,
  beat: string,
  interval: Interval,
): number | null {
  const { spec } = parseSpec(text);
  return spec === undefined ? null : middleIntervals(spec, className, beat)[interval];
}

export function changeTo(
  text: string,
  className: string,
  beat: string,
  interval: Interval,
  value: number,
): IntervalChange | IntervalRefusal {
  return writeInterval(text, { class: className, beat, interval, value });
}
