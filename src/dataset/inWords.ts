import type { GenerateProgress } from './progress';

/** Seconds as a person says them: `0.4 s`, `12 s`, `3 min 5 s`, `2 h 10 min`. */
export function duration(seconds: number): string {
  if (!Number.isFinite(seconds)) return '?';
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}

/** 1234567 -> 1,234,567 whatever the locale. */
export const grouped = (value: number): string => String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ',');

/** Such as `12,000 of 50,000 strips, 9,500 strips/s, 4.2 s left`. */
export const progressInWords = ({ done, total, stripsPerSecond, secondsLeft }: GenerateProgress): string =>
  `${grouped(done)} of ${grouped(total)} strips, ${grouped(stripsPerSecond)} strips/s, ${duration(secondsLeft)} left`;
