export {
  beatsOf,
  type Interval,
  type IntervalChange,
  type IntervalRefusal,
  INTERVALS,
  type IntervalWish,
  middleIntervals,
  type MiddleIntervals,
  writeInterval,
} from './intervals';
