/** The mean interval between beat times, s; 1 where there are none. */
export function meanInterval(times: readonly number[]): number {
  const first = times[0];
  const last = times[times.length - 1];
  if (first === undefined || last === undefined || times.length < 2) return 1;
  return (last - first) / (times.length - 1);
}
