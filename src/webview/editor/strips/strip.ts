import type { PaperScale } from '../../../render/paper';
import type { Problem } from '../../../spec';
import type { Interval } from '../../../spec/measures';
import type { ExportWish } from '../../../protocol';
import { createMenuButton } from '../../shared/menu';
import type { ExportTo } from '../exportTo';
import type { Palette } from '../../shared/palette';
import type { PreviewStrip, SpecSummary } from '../preview/previewMessages';
import type { Reading } from '../model/reading';
import { ReadingView } from '../model/readingView';
import { createButton, setEnabled, setPressed } from '../../shared/toolkit';
import { Calipers, type Measure } from './calipers';
import { Gallery, USUAL_STRIPS } from './gallery';
import { describeStrip, readings } from './readout';
import { type Signal, signalOf } from './signal';
import { type Extent, leavesPaper, secondsAt, stripGeometry, type StripGeometry } from './stripGeometry';
import { EcgTrace } from './trace';

const NOTHING = { low: 0, high: 0, hasSymbols: false };
/** A pointer nearer than this to an R mark means it, px. */
const NEAR_MARK = 8;

/** What strips are drawn with; shared by all. */
export interface StripContext {
  readonly palette: Palette;
  /** Width that a strip may take, px. */
  readonly available: number;
  readonly spec: SpecSummary;
  readonly scale: PaperScale;
}

/** What can be done from a strip. */
export interface StripActions {
  /** Writes an interval into the spec: s, of a rate bpm; undefined: the author says. */
  write(className: string, interval: Interval, value: number | undefined): void;
  /** Shows another strip of the class, counted from 0. */
  setIndex(className: string, index: number): void;
  /** Shows so many strips of the class small; 0: none. */
  setGallery(className: string, count: number): void;
  /** Puts the cursor at an offset of the text. */
  goTo(offset: number): void;
  /** Saves, prints or copies. */
  export(to: ExportTo, subject: ExportWish['subject']): void;
}

/** One class on its piece of paper: title, readings, trace. */
export class StripView {
  readonly element = document.createElement('section');
  private readonly title = document.createElement('h2');
  private readonly badge = document.createElement('vscode-badge');
  private readonly readout = document.createElement('dl');
  private readonly paper = document.createElement('div');
  private readonly trace = new EcgTrace();
  private readonly calipers: Calipers;
  private readonly note = document.createElement('p');
  private readonly pointed = document.createElement('p');
  private readonly measured = document.createElement('div');
  private readonly trouble = document.createElement('button');
  private readonly gallery: Gallery;
  private readonly reading = new ReadingView();
  private readonly previous = createButton({
    label: 'Previous strip',
    icon: 'chevron-left',
    iconOnly: true,
    appearance: 'icon',
    onClick: () => this.actions.setIndex(this.name, this.index - 1),
  });
  private readonly number = document.createElement('span');
  private readonly galleryButton = createButton({
    label: 'Gallery',
    icon: 'layout',
    iconOnly: true,
    appearance: 'icon',
    title: 'Many strips of this class, small',
    onClick: () => this.actions.setGallery(this.name, this.count === 0 ? USUAL_STRIPS : 0),
  });
  private index = 0;
  private count = 0;
  private strip: PreviewStrip | undefined;
  private signal: Signal | undefined;
  private drawn: { strip: PreviewStrip; context: StripContext } | undefined;
  private rate = 1;

  constructor(
    readonly name: string,
    private readonly actions: StripActions,
  ) {
    this.element.className = 'strip';
    this.element.dataset['class'] = name;
    const header = document.createElement('header');
    header.append(this.title, this.badge, this.tools(), this.readout);
    this.trouble.hidden = true;
    this.gallery = new Gallery({
      setCount: (count) => this.actions.setGallery(name, count),
      choose: (index) => this.actions.setIndex(name, index),
      export: (to) => this.actions.export(to, { kind: 'gallery', class: name, count: this.count }),
    });
    this.paper.className = 'paper';
    this.paper.tabIndex = 0;
    this.note.className = 'paper-note';
    this.note.setAttribute('aria-hidden', 'true');
    this.pointed.className = 'paper-note pointed';
    this.pointed.setAttribute('aria-hidden', 'true');
    this.measured.className = 'measured';
    this.measured.hidden = true;
    this.paper.append(this.trace);
    // The whole strip is one thing to hear of; what calipers measure is said beside it.
    this.paper.setAttribute('role', 'img');
    const frame = document.createElement('div');
    frame.className = 'paper-frame';
    frame.append(this.paper, this.note, this.pointed);
    this.element.append(header, this.reading.element, frame, this.measured, this.gallery.element);
    this.calipers = new Calipers(this.trace, this.paper, {
      geometry: () => this.trace.geometry,
      landmarks: () => this.strip?.landmarks.map((sample) => sample / this.rate) ?? [],
      valueAt: (seconds) => this.signal?.values[Math.round(seconds * this.rate)] ?? 0,
      onMeasure: (measure) => this.showMeasure(measure),
    });
    this.trace.addEventListener('pointermove', (event) => this.point(event));
    this.trace.addEventListener('pointerleave', () => (this.pointed.textContent = ''));
  }

  /** True when what was last given is not on the screen yet. */
  needsDrawing(context: StripContext): boolean {
    return (
      this.strip !== undefined &&
      (this.drawn?.strip !== this.strip || !sameContext(this.drawn.context, context))
    );
  }

  /**
   * @param index which strip of the class is shown, from 0
   * @param count how many are shown small
   */
  setShown(index: number, count: number): void {
    this.index = index;
    this.count = count;
    this.number.textContent = `strip ${index}`;
    setEnabled(this.previous, index > 0);
    setPressed(this.galleryButton, count > 0);
    this.gallery.setCount(count, index);
  }

  /** What is wrong or doubtful about the class. */
  setProblems(problems: readonly Problem[]): void {
    const { trouble } = this;
    trouble.hidden = problems.length === 0;
    const [first] = problems;
    if (first === undefined) return;
    const isError = problems.some(({ severity }) => severity === 'error');
    trouble.className = `trouble codicon codicon-${isError ? 'error' : 'warning'}`;
    trouble.title = problems.map(({ message }) => message).join('\n');
    trouble.setAttribute('aria-label', `Go to the problem: ${first.message}`);
    trouble.onclick = () => this.actions.goTo(first.range.start);
  }

  /** What a model says of the strip; 'waiting': nothing of it as it is now; null: none reads. */
  setReading(reading: Reading | 'waiting' | null): void {
    if (reading === null) this.reading.clear();
    else if (reading === 'waiting') this.reading.wait();
    else this.reading.show(reading);
  }

  /** @param resolution mV per step */
  setGallery(first: number, strips: readonly Int16Array[], resolution: number): void {
    this.gallery.setStrips(first, strips, resolution);
  }

  private tools(): HTMLElement {
    const next = createButton({
      label: 'Next strip',
      icon: 'chevron-right',
      iconOnly: true,
      appearance: 'icon',
      onClick: () => this.actions.setIndex(this.name, this.index + 1),
    });
    const tools = document.createElement('div');
    tools.className = 'strip-tools';
    this.number.title = 'Which strip of the class, from 0, as data sets and the command line count them';
    const subject = (): ExportWish['subject'] => ({
      kind: 'strips',
      classes: [this.name],
      index: this.index,
    });
    const share = createMenuButton('Save, copy or print the strip', 'export', [
      { label: 'Save Strip as SVG, PNG, PDF or CSV…', onClick: () => this.actions.export('save', subject()) },
      { label: 'Copy Picture', onClick: () => this.actions.export('copy', subject()) },
      { label: 'Print…', onClick: () => this.actions.export('print', subject()) },
    ]);
    tools.append(this.previous, this.number, next, this.galleryButton, share, this.trouble);
    return tools;
  }

  setTitle(title: string): void {
    this.title.textContent = title;
    this.title.title = title;
    this.badge.textContent = this.name;
    this.badge.hidden = title === this.name;
    this.element.setAttribute('aria-label', title);
    this.describe();
  }

  /** Takes new samples; `resolution` in mV per step. The same samples again change nothing. */
  setStrip(strip: PreviewStrip, resolution: number): void {
    const same =
      this.strip !== undefined &&
      this.signal !== undefined &&
      this.strip.draw === strip.draw &&
      this.strip.index === strip.index &&
      this.strip.under === null &&
      strip.under === null &&
      sameValues(this.signal.values, strip.samples, resolution) &&
      JSON.stringify(this.strip.beats) === JSON.stringify(strip.beats);
    if (same) return;
    this.strip = strip;
    this.signal = signalOf(strip.samples, resolution);
    this.readout.replaceChildren(
      ...readings(strip.measurements).map(({ label, meaning, value, unit, writes }) => {
        const group = document.createElement('div');
        const term = document.createElement('dt');
        const details = document.createElement('dd');
        term.textContent = label;
        const text = value === '–' ? value : `${value} ${unit}`;
        group.title = meaning;
        if (writes === undefined || value === '–') details.textContent = text;
        else {
          const button = document.createElement('button');
          button.textContent = text;
          button.title = `${meaning}: write another into the spec`;
          button.addEventListener('click', () => this.actions.write(this.name, writes, undefined));
          details.append(button);
        }
        group.append(term, details);
        return group;
      }),
    );
    this.describe();
  }

  /** Lays out the paper: at once, so that nothing jumps when the trace follows. */
  layOut({ available, spec, scale, palette }: StripContext): StripGeometry {
    const extent = this.extent();
    const geometry = stripGeometry(available, spec.duration, extent, scale);
    this.trace.layOut(geometry);
    this.element.style.setProperty('--paper-text', palette.text);
    this.element.style.setProperty('--paper', palette.background);
    this.gallery.setPalette(palette);
    this.note.textContent = leavesPaper(geometry, extent) ? 'II · the trace leaves the paper' : 'II';
    return geometry;
  }

  draw(context: StripContext): void {
    const { strip, signal } = this;
    if (strip === undefined || signal === undefined) return;
    this.drawn = { strip, context };
    this.rate = context.spec.rate;
    const { palette } = context;
    this.trace.show({
      strip,
      signal,
      geometry: this.layOut(context),
      palette,
      rate: this.rate,
      under: strip.under,
    });
    this.calipers.redraw();
  }

  /** Says where on the strip the pointer is. */
  private point(event: PointerEvent): void {
    const { geometry, marks } = this.trace;
    if (geometry === undefined || this.signal === undefined) return;
    const box = this.trace.getBoundingClientRect();
    const [x, y] = [event.clientX - box.left, event.clientY - box.top];
    const mark = marks.find((one) => Math.hypot(one.x - x, one.y - y) < NEAR_MARK);
    const seconds = mark?.seconds ?? secondsAt(geometry, x);
    const mV = mark?.mV ?? this.signal.values[Math.round(seconds * this.rate)];
    const words = mV === undefined ? '' : `${seconds.toFixed(3)} s · ${mV.toFixed(2)} mV`;
    this.pointed.textContent = mark === undefined ? words : `R peak of ${mark.type} · ${words}`;
  }

  private showMeasure(measure: Measure | undefined): void {
    const seconds = measure === undefined ? 0 : measure.to.seconds - measure.from.seconds;
    this.measured.hidden = seconds <= 0;
    if (seconds <= 0) return;
    const text = document.createElement('span');
    text.textContent = 'Write into the spec as';
    const buttons = (['PR', 'QRS', 'QT', 'rate'] as const).map((interval) => {
      const button = document.createElement('button');
      button.className = 'link';
      button.textContent =
        interval === 'rate'
          ? `RR (${Math.round(60 / seconds)} bpm)`
          : `${interval} ${Math.round(seconds * 1000)} ms`;
      const value = interval === 'rate' ? 60 / seconds : seconds;
      button.addEventListener('click', () => this.actions.write(this.name, interval, value));
      return button;
    });
    this.measured.replaceChildren(text, ...buttons);
  }

  private extent(): Extent {
    if (this.signal === undefined) return NOTHING;
    const hasSymbols = this.strip?.beats.some(({ symbol }) => symbol !== 'N') ?? false;
    return { ...this.signal.range, hasSymbols };
  }

  private describe(): void {
    const title = this.title.textContent ?? this.name;
    const words =
      this.strip === undefined ? `${title}: being drawn` : describeStrip(title, this.strip.measurements);
    this.paper.setAttribute('aria-label', words);
  }
}

function sameContext(a: StripContext, b: StripContext): boolean {
  return (
    a.available === b.available &&
    a.spec.duration === b.spec.duration &&
    a.spec.rate === b.spec.rate &&
    a.scale.speed === b.scale.speed &&
    a.scale.gain === b.scale.gain &&
    a.palette === b.palette
  );
}

function sameValues(values: Float64Array, samples: Int16Array, resolution: number): boolean {
  return values.length === samples.length && values.every((value, i) => value === samples[i]! * resolution);
}
