import type { ClassPlan, PlannedBeat } from './classPlan';
import type { Detail } from './detail';
import { RecordedBeat } from './morphology';
import { pick } from './pick';
import { hashName, Random, type StreamKey } from './random';
import type { ScheduledBeat } from './rhythm';
import { StreamBook } from './streams';

/** The beat types that play one class, and the streams that it draws from; kept from strip to strip. */
export class Cast {
  readonly streams: StreamBook;
  private readonly choice = new Random();
  private readonly choosing: number;
  private readonly focusing: number;
  private readonly salt: number;
  private readonly recorded = new Map<PlannedBeat, RecordedBeat>();
  private key: StreamKey = { a: 0, b: 0, c: 0, d: 0 };
  private conducted: RecordedBeat | null = null;
  private escape: RecordedBeat | null = null;
  private ectopic: RecordedBeat | null = null;
  private readonly foci: RecordedBeat[] = [];
  private episode = 0;

  /** @param guest whether the class plays the episodes of another one */
  constructor(
    readonly plan: ClassPlan,
    guest = false,
  ) {
    const name = guest ? ` ${plan.source.name}` : '';
    this.streams = new StreamBook(name);
    this.choosing = hashName(`beat type${name}`);
    this.focusing = hashName(`foci${name}`);
    this.salt = guest ? hashName(name) : 0;
  }

  /** Begins a strip. `detail` takes down what its streams are drawn for. */
  begin(key: StreamKey, detail: Detail | null): this {
    this.key = key;
    this.streams.begin(key, detail);
    this.choice.reset(key, this.choosing);
    this.conducted = this.record(this.plan.conducted);
    this.ectopic = this.record(this.plan.ectopic);
    this.escape = this.record(this.plan.escape);
    this.choice.reset(key, this.focusing);
    this.foci.length = 0;
    this.episode = 0;
    return this;
  }

  private record(choices: readonly PlannedBeat[]): RecordedBeat | null {
    if (choices.length === 0) return null;
    const chosen = pick(choices, this.choice);
    let recorded = this.recorded.get(chosen);
    if (!recorded) {
      recorded = new RecordedBeat(chosen.plan);
      this.recorded.set(chosen, recorded);
    }
    return recorded.reset(this.key, this.salt);
  }

  /** What plays a beat. Beats are asked for in time order. */
  play({ kind, focus, episode }: ScheduledBeat): RecordedBeat {
    if (episode !== this.episode) {
      this.episode = episode;
      this.foci.length = 0;
      // `begin` has begun the first.
      if (episode > 1) for (const beat of [this.conducted, this.escape, this.ectopic]) beat?.begin();
    }
    const beat = kind === 'ectopic' ? this.focus(focus) : kind === 'escape' ? this.escape : this.conducted;
    if (!beat) throw new RangeError(`Class "${this.plan.source.name}" has a rhythm but no beat type.`);
    return beat;
  }

  private focus(number: number): RecordedBeat | null {
    const { ectopic } = this.plan;
    if (this.plan.source.ectopy?.focus !== 'beat' || ectopic.length === 0) return this.ectopic;
    while (this.foci.length <= number) {
      // Every focus has a look of its own, so it draws as if in another strip.
      const mark = hashName(`focus ${this.foci.length} ${this.episode}`);
      const own = { ...this.key, c: this.key.c ^ mark, d: this.key.d + mark };
      this.foci.push(new RecordedBeat(pick(ectopic, this.choice).plan).reset(own, this.salt));
    }
    return this.foci[number]!;
  }
}
