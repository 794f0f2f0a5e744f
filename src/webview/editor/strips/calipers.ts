import { millivoltsAt, secondsAt, type StripGeometry, xOf, yOf } from './stripGeometry';

/** A place on a strip. */
export interface Point {
  readonly seconds: number;
  readonly mV: number;
}

/** From one place on a strip to another; `from` is the earlier. */
export interface Measure {
  readonly from: Point;
  readonly to: Point;
}

export interface CalipersOptions {
  geometry(): StripGeometry | undefined;
  /** Times that calipers close on: R peaks, and onsets and offsets of the waves, s. */
  landmarks(): readonly number[];
  /** The trace's value at a time, mV. */
  valueAt(seconds: number): number;
  /** Something was measured, or the calipers were taken away. */
  onMeasure(measure: Measure | undefined): void;
}

/** Calipers close on a landmark that is nearer than this, px. */
const NEAR = 7;
/** A press that moves less than this is a click, px. */
const STILL = 3;

/** Calipers on a strip: dragged with a pointer, moved by arrow keys. */
export class Calipers {
  readonly element = document.createElement('div');
  private readonly label = document.createElement('div');
  private measure: Measure | undefined;

  /**
   * @param surface as large as the paper
   * @param keys the focusable element around it
   */
  constructor(
    private readonly surface: HTMLElement,
    keys: HTMLElement,
    private readonly options: CalipersOptions,
  ) {
    this.element.className = 'calipers';
    this.element.hidden = true;
    this.label.className = 'calipers-label';
    this.label.setAttribute('role', 'status');
    this.element.append(this.label);
    surface.append(this.element);
    surface.addEventListener('pointerdown', (event) => this.press(event));
    keys.addEventListener('keydown', (event) => this.key(event));
  }

  /** The strip was drawn anew: the calipers stay at their seconds and millivolts. */
  redraw(): void {
    this.show(this.measure, false);
  }

  clear(): void {
    this.show(undefined);
  }

  private press(start: PointerEvent): void {
    if (start.button !== 0) return;
    const { surface } = this;
    const first = this.pointAt(start);
    if (first === undefined) return;
    surface.setPointerCapture(start.pointerId);
    const move = (event: PointerEvent): void => {
      if (Math.hypot(event.clientX - start.clientX, event.clientY - start.clientY) < STILL) return;
      const next = this.pointAt(event);
      if (next !== undefined) this.show(inOrder(first, next));
    };
    const end = (event: PointerEvent): void => {
      surface.removeEventListener('pointermove', move);
      surface.removeEventListener('lostpointercapture', end);
      if (Math.hypot(event.clientX - start.clientX, event.clientY - start.clientY) < STILL) this.clear();
    };
    surface.addEventListener('pointermove', move);
    surface.addEventListener('lostpointercapture', end);
  }

  /** Arrow keys move the later end from landmark to landmark, with Alt the earlier one; with Shift by single steps of 1 ms. */
  private key(event: KeyboardEvent): void {
    if (event.key === 'Escape' && this.measure !== undefined) {
      event.stopPropagation();
      this.clear();
      return;
    }
    const way = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (way === 0 || event.ctrlKey || event.metaKey) return;
    const landmarks = this.options.landmarks();
    if (landmarks.length < 2) return;
    event.preventDefault();
    const { measure } = this;
    if (measure === undefined) {
      this.show({ from: this.on(landmarks[0]!), to: this.on(landmarks[1]!) });
      return;
    }
    const moved = event.altKey ? measure.from.seconds : measure.to.seconds;
    const next = event.shiftKey
      ? moved + way * 0.001
      : way > 0
        ? landmarks.find((at) => at > moved + 1e-6)
        : landmarks.findLast((at) => at < moved - 1e-6);
    if (next === undefined) return;
    const other = event.altKey ? measure.to : measure.from;
    this.show(inOrder(other, this.on(next)));
  }

  private on(seconds: number): Point {
    return { seconds, mV: this.options.valueAt(seconds) };
  }

  private pointAt(event: PointerEvent): Point | undefined {
    const geometry = this.options.geometry();
    if (geometry === undefined) return undefined;
    const box = this.surface.getBoundingClientRect();
    const seconds = secondsAt(geometry, event.clientX - box.left);
    const mV = millivoltsAt(geometry, event.clientY - box.top);
    if (event.shiftKey) return { seconds, mV };
    let near = seconds;
    let least = NEAR / geometry.pxPerSecond;
    for (const landmark of this.options.landmarks()) {
      const distance = Math.abs(landmark - seconds);
      if (distance < least) [near, least] = [landmark, distance];
    }
    return { seconds: near, mV };
  }

  private show(measure: Measure | undefined, isNew = true): void {
    this.measure = measure;
    const geometry = this.options.geometry();
    this.element.hidden = measure === undefined || geometry === undefined;
    if (isNew) this.options.onMeasure(measure);
    if (measure === undefined || geometry === undefined) return;
    const { from, to } = measure;
    const left = xOf(geometry, from.seconds);
    const right = xOf(geometry, to.seconds);
    const [top, bottom] = [yOf(geometry, Math.max(from.mV, to.mV)), yOf(geometry, Math.min(from.mV, to.mV))];
    const { style } = this.element;
    style.left = `${left}px`;
    style.width = `${right - left}px`;
    style.setProperty('--top', `${top}px`);
    style.setProperty('--bottom', `${bottom}px`);
    this.label.textContent = measureInWords(measure);
    this.label.classList.toggle('leftward', right > geometry.width - 200);
  }
}

/** `162 ms · 370 /min · 0.05 mV`. */
export function measureInWords({ from, to }: Measure): string {
  const seconds = to.seconds - from.seconds;
  const rate = seconds > 0 ? ` · ${Math.round(60 / seconds)} /min` : '';
  return `${Math.round(seconds * 1000)} ms${rate} · ${Math.abs(to.mV - from.mV).toFixed(2)} mV`;
}

function inOrder(a: Point, b: Point): Measure {
  return a.seconds <= b.seconds ? { from: a, to: b } : { from: b, to: a };
}
