import { changesOf, type TextChange } from '../../../protocol';
import type { Problem } from '../../../spec';
import type { WaveChange } from '../../../spec/handles';
import type { Palette } from '../../shared/palette';
import { createMenuButton } from '../../shared/menu';
import type { ExportTo } from '../exportTo';
import { AskWhere, type Where } from './askWhere';
import { paintBeat } from './canvas';
import type * as Dragging from './dragging';
import type { Trial, WaveDrag } from './dragging';
import { changeBy, type Handle, handlesOf, stepOf } from './handles';
import { Overlay } from './overlay';
import {
  amplitudeInWords,
  type PlottedBeat,
  type PlotWave,
  timeInWords,
  waveInWords,
  widthsInWords,
} from './plottedBeat';
import { fitScale, lengths, type PlotScale, toSeconds, waveAt } from './scale';

/** A pointer that has moved less than this along an axis has not moved along it, px. */
const STILL = 3;
/** Arrow keys are one change until they rest this long, ms. */
const REST = 700;
/** Draws that are shown faintly. */
const FAINT = 24;

export interface BeatPanelOptions {
  readonly palette: Palette;
  /** The text that Monaco shows. */
  text(): string;
  /** Which independent redraw is shown. */
  draw(): number;
  readOnly(): boolean;
  /** Draws strips of a text that is not written yet; undefined: of the real one again. */
  showTrial(text: string | undefined): void;
  /** Writes into the text, as one undo step. */
  replace(changes: readonly TextChange[]): void;
  /** Puts the text's cursor on a wave, without the focus. */
  goTo(beat: string, wave: string): void;
  /** Another beat type was chosen here. */
  choose(beat: string): void;
  export(to: ExportTo, beat: string): void;
  readonly onError: (error: unknown) => void;
}

/** A move that is not written yet. */
interface Move {
  readonly drag: WaveDrag;
  readonly base: PlotWave;
  readonly handle: Handle;
  trial: Trial | undefined;
}

/** The beat plot: one beat type, large, with handles on its waves. */
export class BeatPanel {
  readonly element = document.createElement('section');
  private readonly select = document.createElement('select');
  private readonly readout = document.createElement('p');
  private readonly slider = document.createElement('input');
  private readonly sliderText = document.createElement('span');
  private readonly plot = document.createElement('div');
  private readonly canvas = document.createElement('canvas');
  private readonly value = document.createElement('div');
  private readonly ask = new AskWhere();
  private readonly overlay: Overlay;
  private problems: readonly Problem[] = [];
  private palette: Palette;
  private beat: PlottedBeat | undefined;
  private scale: PlotScale | undefined;
  /** The wave that is to stand out, and its beat type, which may be on its way still. */
  private choice: { readonly beat: string; readonly wave: string } | undefined;
  private move: Move | undefined;
  private stale = false;
  private frame = 0;
  private rest: ReturnType<typeof setTimeout> | undefined;
  private nudged = { seconds: 0, mV: 0 };
  private answered: { readonly of: string; readonly where: Where } | undefined;
  private library: Promise<typeof Dragging> | undefined;

  constructor(private readonly options: BeatPanelOptions) {
    this.palette = options.palette;
    this.overlay = new Overlay({
      press: (handle, element, event) => this.press(handle, element, event),
      key: (handle, event) => this.key(handle, event),
      focus: ({ wave }) => this.chooseShown(wave),
      blur: () => this.settle(),
    });
    const { element, select, readout, slider, plot, canvas, value } = this;
    element.className = 'beat-panel';
    element.setAttribute('aria-label', 'Beat plot');
    select.className = 'beat-select';
    select.setAttribute('aria-label', 'Beat type');
    select.addEventListener('change', () => options.choose(select.value));
    readout.className = 'beat-readout';
    readout.setAttribute('aria-live', 'polite');
    slider.type = 'range';
    slider.min = slider.value = '0';
    slider.setAttribute('aria-label', 'Recording that stands out among the draws');
    slider.title = 'Steps through the draws from recording to recording';
    slider.addEventListener('input', () => this.show());
    const label = document.createElement('label');
    label.className = 'draw-slider';
    label.append(slider, this.sliderText);
    const header = document.createElement('div');
    header.className = 'beat-header';
    const share = createMenuButton('Save, copy or print the beat', 'export', [
      { label: 'Save Beat as SVG, PNG or PDF…', onClick: () => this.share('save') },
      { label: 'Copy Picture', onClick: () => this.share('copy') },
      { label: 'Print…', onClick: () => this.share('print') },
    ]);
    const gap = document.createElement('span');
    gap.className = 'gap';
    header.append(select, share, gap, label);
    plot.className = 'beat-plot';
    value.className = 'drag-value';
    value.hidden = true;
    plot.append(canvas, readout, this.overlay.element, value, this.ask.element);
    plot.addEventListener('pointerdown', (event) => this.pressPaper(event));
    element.append(header, plot);
    new ResizeObserver(() => this.fit()).observe(plot);
    this.show();
  }

  /** The beat types there are to choose from. */
  setNames(names: readonly string[]): void {
    const known = [...this.select.options].map(({ value }) => value);
    if (known.join('\n') !== names.join('\n')) {
      this.select.replaceChildren(...names.map((name) => new Option(name, name)));
    }
    if (this.beat) this.select.value = this.beat.name;
  }

  /** The beat as the text is now. A move that is under way goes on showing itself. */
  setBeat(beat: PlottedBeat): void {
    if (this.move !== undefined) return;
    if (beat.name !== this.beat?.name) this.slider.value = '0';
    this.beat = beat;
    this.slider.max = String(beat.drawing.draws.length);
    this.select.value = beat.name;
    this.fit();
    // Handles are there to be taken hold of from now on, and that must not wait for their code.
    void this.load();
  }

  /** What is wrong or doubtful about the waves. */
  setProblems(problems: readonly Problem[]): void {
    this.problems = problems;
    if (this.beat !== undefined) this.overlay.mark(this.troubles(this.beat));
  }

  setStale(stale: boolean): void {
    if (stale === this.stale) return;
    this.stale = stale;
    this.element.classList.toggle('stale', stale);
    if (stale) this.cancel();
    this.show();
  }

  setPalette(palette: Palette): void {
    this.palette = palette;
    this.show();
  }

  /** Makes a wave of a beat type stand out, as soon as that is shown; undefined: none. */
  chooseWave(beat: string, wave: string | undefined): void {
    const { choice } = this;
    if (this.move !== undefined || (choice?.beat === beat && choice.wave === wave)) return;
    this.choice = wave === undefined ? undefined : { beat, wave };
    this.answered = undefined;
    this.show();
  }

  private chooseShown(wave: string | undefined): void {
    if (this.beat) this.chooseWave(this.beat.name, wave);
  }

  private get chosen(): string | undefined {
    const { beat, choice } = this;
    if (choice === undefined || choice.beat !== beat?.name) return undefined;
    return beat.waves.find(({ name }) => name === choice.wave)?.name;
  }

  /** The text was changed by somebody else: a move goes on from there, or is dropped. */
  textChanged(): void {
    const { move } = this;
    if (move === undefined) return;
    const change = move.trial?.change ?? { middle: {}, spread: {} };
    if (move.drag.rebase(this.options.text(), change)) {
      if (move.trial === undefined) return;
      move.trial = move.drag.try(change);
      this.options.showTrial(move.trial.text);
      return;
    }
    this.cancel();
    this.say(`${move.drag.wave} was changed elsewhere meanwhile, so it was not moved.`);
  }

  private load(): Promise<typeof Dragging> {
    return (this.library ??= import('./dragging'));
  }

  private share(to: ExportTo): void {
    if (this.beat !== undefined) this.options.export(to, this.beat.name);
  }

  private get enabled(): boolean {
    return !this.stale && !this.options.readOnly();
  }

  private press(handle: Handle, target: SVGGElement, event: PointerEvent): void {
    if (event.button !== 0) return;
    event.preventDefault();
    event.stopPropagation();
    target.focus({ preventScroll: true });
    this.settle();
    this.choosePressed(handle.wave);
    if (!this.enabled) return;
    target.setPointerCapture(event.pointerId);
    const start = { x: event.clientX, y: event.clientY };
    let last = event;
    let ended = false;
    let over = (): void => {};
    const move = (next: PointerEvent): void => {
      last = next;
      this.frame ||= requestAnimationFrame(() => {
        this.frame = 0;
        apply();
      });
    };
    let axes = { x: false, y: false };
    const apply = (): void => {
      const { scale } = this;
      if (this.move === undefined || scale === undefined) return;
      const [dx, dy] = [last.clientX - start.x, last.clientY - start.y];
      axes = { x: axes.x || Math.abs(dx) >= STILL, y: axes.y || Math.abs(dy) >= STILL };
      if (!axes.x && !axes.y) return;
      const { seconds, mV } = lengths(scale, dx, dy);
      this.tryMove(axes.x ? seconds : null, axes.y ? mV : null, last.shiftKey);
    };
    const end = (): void => {
      ended = true;
      over();
      cancelAnimationFrame(this.frame);
      this.frame = 0;
      apply();
      this.commit().catch(this.options.onError);
    };
    const escape = (pressed: KeyboardEvent): void => {
      if (pressed.key !== 'Escape') return;
      ended = true;
      over();
      this.cancel();
    };
    over = () => {
      target.removeEventListener('pointermove', move);
      target.removeEventListener('lostpointercapture', end);
      window.removeEventListener('keydown', escape, true);
    };
    target.addEventListener('pointermove', move);
    target.addEventListener('lostpointercapture', end);
    window.addEventListener('keydown', escape, true);
    this.begin(handle)
      .then(() => {
        if (ended) this.cancel();
      })
      .catch(this.options.onError);
  }

  /** The cursor goes first: it chooses what it comes to stand on, and an inherited wave has no place of its own there. */
  private choosePressed(wave: string): void {
    if (this.beat) this.options.goTo(this.beat.name, wave);
    this.chooseShown(wave);
  }

  /** On paper: the wave that is seen there is chosen. */
  private pressPaper(event: PointerEvent): void {
    const { beat, scale } = this;
    if (beat === undefined || scale === undefined || event.button !== 0) return;
    if (this.ask.element.contains(event.target as Node)) return;
    const wave = waveAt(beat, toSeconds(scale, event.clientX - this.plot.getBoundingClientRect().left));
    this.settle();
    if (wave === undefined) this.chooseShown(undefined);
    else {
      this.choosePressed(wave);
      this.overlay.focusOn(wave);
      event.preventDefault();
    }
  }

  private key(handle: Handle, event: KeyboardEvent): void {
    const arrows: Record<string, readonly [number, number]> = {
      ArrowLeft: [-1, 0],
      ArrowRight: [1, 0],
      ArrowUp: [0, 1],
      ArrowDown: [0, -1],
    };
    const arrow = arrows[event.key];
    const isUndo = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'z';
    // What is not written yet is undone here; VS Code would undo what came before it.
    if ((event.key === 'Escape' || isUndo) && this.move !== undefined) {
      event.preventDefault();
      event.stopPropagation();
      this.cancel();
    } else if (event.key === 'Enter') {
      event.preventDefault();
      this.settle();
    } else if (arrow !== undefined && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      if (!this.enabled) return;
      this.nudge(handle, arrow, event.shiftKey).catch(this.options.onError);
    }
  }

  private async nudge(handle: Handle, [right, up]: readonly [number, number], fine: boolean): Promise<void> {
    const step = stepOf(handle.kind, fine);
    if (this.move === undefined) {
      this.nudged = { seconds: 0, mV: 0 };
      await this.begin(handle);
    }
    this.nudged.seconds += right * step.seconds;
    this.nudged.mV += up * step.mV;
    const { seconds, mV } = this.nudged;
    // Whole steps are counted from where the value was, so only fine ones are snapped to.
    this.tryMove(seconds === 0 ? null : seconds, mV === 0 ? null : mV, true);
    clearTimeout(this.rest);
    this.rest = setTimeout(() => this.settle(), REST);
  }

  private async begin(handle: Handle): Promise<void> {
    const { beat } = this;
    if (beat === undefined) return;
    const { WaveDrag } = await this.load();
    const drag = WaveDrag.begin(this.options.text(), beat.name, handle.wave, this.options.draw());
    if (drag === undefined) return;
    this.move = { drag, base: drag.base, handle, trial: undefined };
  }

  private tryMove(seconds: number | null, mV: number | null, fine: boolean): void {
    const { move } = this;
    if (move === undefined) return;
    const change = changeBy(move.base, move.handle, seconds, mV, fine);
    if (Object.keys({ ...change.middle, ...change.spread }).length === 0) return;
    move.trial = move.drag.try(change);
    this.beat = { ...move.trial.beat, under: this.beat?.under ?? null };
    this.options.showTrial(move.trial.text);
    this.show();
  }

  /** Writes a move by keys that rests. */
  private settle(): void {
    clearTimeout(this.rest);
    this.rest = undefined;
    if (this.move?.trial !== undefined && this.ask.element.hidden) this.commit().catch(this.options.onError);
  }

  private async commit(): Promise<void> {
    const { move } = this;
    if (move === undefined) return;
    const { trial, drag } = move;
    if (trial === undefined) return this.cancel();
    const where = await this.whereTo(drag, trial.change);
    // While it was asked, others may have changed the text there.
    if (this.move !== move) return;
    if (where === undefined) return this.cancel();
    const written = drag.finish(trial.change, where);
    this.move = undefined;
    this.options.showTrial(undefined);
    if (!written.ok) {
      this.say(written.message);
      this.options.choose(drag.beat);
      return;
    }
    this.options.replace(changesOf(written.edits));
    this.show();
  }

  private async whereTo(drag: WaveDrag, change: WaveChange): Promise<Where | undefined> {
    const heirs = drag.heirs(change);
    if (heirs === undefined) return 'source';
    const of = `${drag.beat} ${drag.wave} ${heirs.owner}`;
    if (this.answered?.of === of) return this.answered.where;
    this.value.hidden = true;
    const where = await this.ask.ask(drag.wave, drag.beat, heirs);
    if (where !== undefined) this.answered = { of, where };
    this.overlay.focusOn(drag.wave);
    return where;
  }

  /** Everything is as it was before the move. */
  private cancel(): void {
    clearTimeout(this.rest);
    this.ask.close(undefined);
    const { move } = this;
    this.move = undefined;
    if (move?.trial === undefined) return;
    this.options.showTrial(undefined);
    this.options.choose(move.drag.beat);
    this.show();
  }

  private fit(): void {
    const { clientWidth, clientHeight } = this.plot;
    // A hidden page has no size.
    if (this.beat === undefined || clientWidth === 0 || clientHeight === 0) return;
    this.scale = fitScale(this.beat, clientWidth, clientHeight);
    this.show();
  }

  private show(): void {
    const { beat, scale, palette, chosen, move, slider } = this;
    const number = Number(slider.value);
    this.sliderText.textContent = number === 0 ? 'All draws' : `Draw ${number} of ${slider.max}`;
    if (beat === undefined || scale === undefined) return;
    paintBeat(this.canvas, beat, scale, {
      palette,
      wave: chosen,
      draw: number === 0 ? undefined : number - 1,
      draws: FAINT,
    });
    const handles = handlesOf(beat, scale, chosen);
    this.overlay.update(beat, handles, chosen, this.enabled);
    this.overlay.mark(this.troubles(beat));
    const wave = beat.waves.find(({ name }) => name === chosen);
    this.say(
      wave === undefined
        ? 'Drag a wave, or click it for its widths and spreads.'
        : `${wave.name} · ${waveInWords(wave)}`,
    );
    const held = move?.trial && handles.find((one) => isSame(one, move.handle));
    this.value.hidden = held === undefined || !this.ask.element.hidden;
    if (held === undefined || wave === undefined) return;
    this.value.textContent = movedInWords(held, wave);
    const left = Math.min(Math.max(held.x, 90), scale.width - 90);
    this.value.style.transform = `translate(${left}px, ${held.y < 50 ? held.y + 16 : held.y - 40}px) translateX(-50%)`;
  }

  /** What is said of each of the beat's waves; what it inherits is said where it stands. */
  private troubles({ name: beat }: PlottedBeat): ReadonlyMap<string, string> {
    const found = new Map<string, string>();
    for (const { path, message } of this.problems) {
      const [room, name, wave] = path;
      if (room !== 'beats' || name !== beat || typeof wave !== 'string') continue;
      found.set(wave, [found.get(wave), message].filter(Boolean).join('\n'));
    }
    return found;
  }

  private say(text: string): void {
    if (this.readout.textContent !== text) this.readout.textContent = text;
  }
}

/** What a handle moves, as it is now. */
function movedInWords({ kind }: Handle, wave: PlotWave): string {
  switch (kind) {
    case 'peak':
      return `${amplitudeInWords(wave, false)} · ${timeInWords(wave, false)}`;
    case 'amplitude-spread':
      return amplitudeInWords(wave, true);
    case 'time-spread':
      return timeInWords(wave, true);
    case 'rise':
    case 'fall':
      return widthsInWords(wave);
  }
}

function isSame(a: Handle, b: Handle): boolean {
  return a.wave === b.wave && a.kind === b.kind && a.side === b.side;
}
