import type { ModelToRead } from '../../../protocol';
import type { PreviewStrip, SpecSummary } from '../preview/previewMessages';
import { ModelChoice, type ModelChoiceOptions } from './modelChoice';
import { ModelReader, type StripToRead } from './modelReader';
import { misfit, type Reading, readingOf } from './reading';

/** Strips are read once they have not changed for so long, ms: keys come first. */
const PAUSE = 120;

export interface ModelReadingOptions extends ModelChoiceOptions {
  readonly workerUri: string;
  readonly runtimeUri: string;
  /** What the model says of a class's strip; 'waiting': nothing yet; null: no model reads. */
  show(className: string, reading: Reading | 'waiting' | null): void;
}

interface Seen {
  readonly strip: PreviewStrip;
  readonly spec: SpecSummary;
}

type SeenToRead = StripToRead & { readonly seen: Seen };

/** A trained model that reads the strips in view, and again when they change. */
export class ModelReading {
  readonly choice: ModelChoice;
  private model: ModelToRead | undefined;
  private reader: ModelReader<SeenToRead> | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  /** The strips as they were drawn last; the latest change comes last. */
  private readonly seen = new Map<string, Seen>();
  /** Which of them have not been read. */
  private readonly unread = new Set<string>();

  constructor(private readonly options: ModelReadingOptions) {
    this.choice = new ModelChoice(options);
  }

  /** The model that reads from now on. */
  open(model: ModelToRead): void {
    this.close();
    this.model = model;
    this.choice.show(model.name);
    for (const name of this.seen.keys()) this.unread.add(name);
    this.follow();
  }

  /** No model reads, as none was chosen any more, or because of what is wrong with it. */
  stop(trouble?: { readonly name: string; readonly message: string }): void {
    this.close();
    this.choice.show(trouble?.name);
    this.choice.setTrouble(trouble && `No strip is read by ${trouble.name}. ${trouble.message}`);
    for (const name of this.seen.keys()) this.options.show(name, null);
  }

  /** These strips are in view, drawn anew. */
  setStrips(strips: readonly PreviewStrip[], spec: SpecSummary): void {
    for (const strip of strips) {
      const before = this.seen.get(strip.class);
      // Without a model there is nothing to be spared.
      if (this.model !== undefined && before !== undefined && isSame(before, { strip, spec })) continue;
      this.seen.delete(strip.class);
      this.seen.set(strip.class, { strip, spec });
      this.unread.add(strip.class);
    }
    this.follow();
  }

  /** Forgets what is not in view any more. */
  setClasses(names: readonly string[]): void {
    for (const name of this.seen.keys()) {
      if (names.includes(name)) continue;
      this.seen.delete(name);
      this.unread.delete(name);
    }
  }

  private close(): void {
    clearTimeout(this.timer);
    this.reader?.close();
    this.reader = this.model = undefined;
    this.choice.setTrouble(undefined);
  }

  /** Reads what has not been read, once nobody types. */
  private follow(): void {
    const { model } = this;
    if (model === undefined || this.seen.size === 0) return;
    const [{ spec }] = [...this.seen.values()].slice(-1) as [Seen];
    const trouble = misfit(model, spec);
    this.choice.setTrouble(trouble);
    if (trouble !== undefined) for (const name of this.seen.keys()) this.unread.add(name);
    for (const name of this.unread) this.options.show(name, trouble === undefined ? 'waiting' : null);
    clearTimeout(this.timer);
    if (trouble === undefined) this.timer = setTimeout(() => this.read(model), PAUSE);
  }

  private read(model: ModelToRead): void {
    this.reader ??= this.start(model);
    const begun = this.reader.current?.seen;
    const strips = [...this.seen]
      .filter(
        ([name, seen]) => this.unread.has(name) && seen !== begun && misfit(model, seen.spec) === undefined,
      )
      .map(([name, seen]) => ({ class: name, seen, samples: () => inMillivolts(seen) }));
    // The latest change is looked at.
    this.reader.read(strips.reverse());
  }

  private start(model: ModelToRead): ModelReader<SeenToRead> {
    const { workerUri, runtimeUri } = this.options;
    return new ModelReader(model, {
      workerUri,
      runtimeUri,
      onRead: ({ class: name, seen }, probabilities) => {
        const now = this.seen.get(name);
        if (now === undefined) return;
        this.options.show(name, readingOf(model.classes, probabilities, name));
        // While somebody types on, what is shown follows a step behind.
        if (now === seen) this.unread.delete(name);
        else this.options.show(name, 'waiting');
      },
      onFailed: (message) => {
        const reason = message.trim().split('\n')[0]!.replace(/\.$/, '');
        const mend = 'Pre-train again, or choose another model.';
        this.stop({ name: model.name, message: `It cannot be run: ${reason}. ${mend}` });
      },
    });
  }
}

function inMillivolts({ strip, spec }: Seen): Float32Array {
  return Float32Array.from(strip.samples, (step) => step * spec.resolution);
}

function isSame(a: Seen, b: Seen): boolean {
  return (
    a.strip.index === b.strip.index &&
    a.strip.draw === b.strip.draw &&
    a.spec.rate === b.spec.rate &&
    a.spec.duration === b.spec.duration &&
    a.spec.resolution === b.spec.resolution &&
    a.strip.samples.length === b.strip.samples.length &&
    a.strip.samples.every((step, i) => step === b.strip.samples[i])
  );
}
