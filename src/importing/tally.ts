import type { Dropped } from './reasons';
import type { ImportSummary } from './summary';

/** A strip that was taken. */
export interface Taken {
  readonly line: number;
  readonly record: string;
  readonly class: string;
  readonly patient: string;
  readonly lead: string;
  /** s */
  readonly start: number;
}

interface TakenDetail {
  readonly labels: readonly string[];
  /** Of the recording and of the strip, Hz. */
  readonly rate: number;
  readonly newRate: number;
  /** mV */
  readonly offset: number;
  readonly samples: Int16Array;
}

interface ClassTally {
  strips: number;
  readonly patients: Set<string>;
  readonly labels: Map<string, number>;
  readonly rates: Set<number>;
  /** Strips that end in a constant, and how long these do in all, s. */
  tails: number;
  tailSeconds: number;
}

/** A constant at the end of a strip is longer than what rounding makes, s. */
const SHORTEST_TAIL = 0.04;

/** Counts what an import takes and leaves out. */
export class Tally {
  readonly dropped: Dropped[] = [];
  readonly classes = new Map<string, ClassTally>();
  readonly leads = new Map<string, number>();
  readonly rates = new Map<string, number>();
  /** Strips that an offset was taken from. */
  offsets = 0;
  /** Duplicates under another class. */
  contradictions = 0;
  strips = 0;

  drop(dropped: Dropped): void {
    this.dropped.push(dropped);
  }

  take({ class: name, patient, lead }: Taken, { labels, rate, newRate, offset, samples }: TakenDetail): void {
    let one = this.classes.get(name);
    if (one === undefined) {
      one = { strips: 0, patients: new Set(), labels: new Map(), rates: new Set(), tails: 0, tailSeconds: 0 };
      this.classes.set(name, one);
    }
    one.strips++;
    this.strips++;
    one.patients.add(patient);
    one.rates.add(rate);
    for (const label of labels) add(one.labels, label);
    add(this.leads, lead);
    add(this.rates, String(rate));
    if (offset !== 0) this.offsets++;
    let tail = 1;
    while (tail < samples.length && samples[samples.length - 1 - tail] === samples[samples.length - 1])
      tail++;
    if (tail / newRate >= SHORTEST_TAIL && tail > 2) {
      one.tails++;
      one.tailSeconds += tail / newRate;
    }
  }

  classList(): ImportSummary['classes'] {
    return [...this.classes].map(([name, { strips, patients, labels }]) => ({
      class: name,
      strips,
      patients: patients.size,
      labels: Object.fromEntries([...labels].sort(([, a], [, b]) => b - a).slice(0, 12)),
    }));
  }
}

function add(map: Map<string, number>, key: string): void {
  map.set(key, (map.get(key) ?? 0) + 1);
}
