import type { Baseline, EditorCommand, ExportWish, TextChange } from '../../protocol';
import type { RecordReading } from '../../records';
import type { BeatKey, Problem, Range, RecordRef } from '../../spec';
import { plotPalette } from '../shared/palette';
import type { Theme } from '../shared/theme';
import { BeatPanel } from './beatPlot/beatPanel';
import { CompareChoice } from './compareChoice';
import type { ExportTo } from './exportTo';
import { InlineBeats } from './beats/inlineBeats';
import { type CodeEditor, monaco } from './text/monaco';
import { ModelReading } from './model/modelReading';
import { Preview } from './preview/preview';
import type { PreviewReply, SpecSummary } from './preview/previewMessages';
import { addProblems, showProblems } from './text/problems';
import { RecordLink } from './recordLink';
import { StatusLine, type Trouble } from './statusLine';
import { IntervalDialog } from './strips/intervalDialog';
import { GAINS, type PaperScale, SPEEDS, USUAL_SCALE } from '../../render/paper';
import { StripList } from './strips/strips';
import { Toolbar } from './toolbar';
import type { StateKeeper } from './viewState';

/** A text is often broken for a moment while it is typed; only errors that stay this long are shown, ms. */
const PATIENCE = 350;

export interface PreviewPaneOptions {
  readonly root: HTMLElement;
  readonly editor: CodeEditor;
  readonly workerUri: string;
  /** The worker that runs models, and its runtime. */
  readonly model: { readonly workerUri: string; readonly runtimeUri: string };
  readonly theme: Theme;
  readonly keeper: StateKeeper;
  readonly command: (command: EditorCommand) => void;
  /** Replaces parts of the text, as one undo step. */
  readonly replace: (changes: readonly TextChange[]) => void;
  /** Asks for the spec as it was; null: not any more. */
  readonly wantBaseline: (of: Baseline | null) => void;
  /** Asks for a recording to compare with. */
  readonly chooseLead: () => void;
  /** Asks for a model to read the strips with. */
  readonly chooseModel: () => void;
  readonly stopModel: () => void;
  /** Saves or prints what is shown. */
  readonly export: (to: 'save' | 'print', wish: ExportWish) => void;
  /** Asks for the recordings that the text names. */
  readonly wantRecords: (wanted: readonly RecordRef[]) => void;
  readonly onError: (error: unknown) => void;
}

/** Strips, inline beats and problems: all that follows from the text. */
export class PreviewPane {
  private readonly preview: Preview;
  private readonly records: RecordLink;
  private readonly beats: InlineBeats;
  private readonly beatPanel: BeatPanel;
  private readonly strips: StripList;
  private readonly intervals: IntervalDialog;
  readonly compare: CompareChoice;
  readonly model: ModelReading;
  private readonly status = new StatusLine();
  private readonly toolbar: Toolbar;
  private readonly scroller = document.createElement('div');
  private theme: Theme;
  private paper = false;
  private spec: SpecSummary | undefined;
  private latest = 0;
  /** The classes that the latest request asked for; null: all. */
  private requested: readonly string[] | null = null;
  private patience: ReturnType<typeof setTimeout> | undefined;
  private scrollToRestore: number | undefined;
  private beatsShown: (() => void) | undefined;
  private toReveal: { readonly what: 'beat' | 'class'; readonly name: string } | undefined;
  private beatKeys: readonly BeatKey[] = [];
  private problems: readonly Problem[] = [];
  /** A text with a drag in it that is not written yet. */
  private trial: string | undefined;

  constructor(private readonly options: PreviewPaneOptions) {
    const { root, editor, workerUri, theme, keeper, command } = options;
    this.theme = theme;
    this.preview = new Preview(workerUri, (reply) => this.onReply(reply));
    this.records = new RecordLink(options.wantRecords, (key, reading) =>
      this.preview.setRecord(key, reading),
    );
    this.beats = new InlineBeats(editor);
    this.toolbar = new Toolbar({
      newDraw: () => this.newDraw(),
      previousDraw: () => this.setDraw(this.draw - 1),
      togglePaper: () => this.setPaper(!this.paper),
      toggleLock: () => this.setLocked(this.options.keeper.current.unlocked === true),
      togglePlot: () => this.setPlot(!this.plotShown),
      setSpeed: (speed) => this.setScale({ speed }),
      setGain: (gain) => this.setScale({ gain }),
      insertClass: () => command('insertClass'),
      openAsText: () => command('openAsText'),
      generate: () => command('generate'),
    });
    this.scroller.className = 'strips-scroller';
    const list = document.createElement('div');
    list.className = 'strips';
    this.scroller.append(list);
    this.beatPanel = new BeatPanel({
      palette: this.palette(),
      text: () => this.text(),
      draw: () => this.draw,
      readOnly: () => editor.getOption(monaco.editor.EditorOption.readOnly),
      showTrial: (text) => this.showTrial(text),
      replace: options.replace,
      goTo: (beat, wave) => this.goToWave(beat, wave),
      choose: (beat) => this.plotBeat(beat),
      export: (to, beat) => this.export(to, { kind: 'beat', beat }),
      onError: options.onError,
    });
    this.beatPanel.element.hidden = !this.plotShown;
    this.intervals = new IntervalDialog({
      text: () => this.text(),
      replace: options.replace,
      onError: options.onError,
    });
    this.compare = new CompareChoice({
      wantBaseline: options.wantBaseline,
      chooseLead: options.chooseLead,
      compare: (comparison) => {
        this.preview.compare(comparison);
        this.refresh();
      },
      say: (text) => this.status.say(text),
    });
    this.model = new ModelReading({
      ...options.model,
      choose: options.chooseModel,
      stop: options.stopModel,
      show: (className, reading) => this.strips.setReading(className, reading),
    });
    const info = document.createElement('div');
    info.className = 'info-row';
    const choices = document.createElement('div');
    choices.className = 'choices';
    choices.append(this.model.choice.element, this.compare.element, this.toolbar.scale);
    info.append(this.status.element, choices);
    root.replaceChildren(
      this.toolbar.element,
      info,
      this.model.choice.trouble,
      this.beatPanel.element,
      this.scroller,
      this.intervals.element,
    );
    editor.onDidChangeCursorPosition(({ position }) => this.followCursor(position));
    this.strips = new StripList(
      list,
      this.scroller,
      this.palette(),
      {
        write: (className, interval, value) => this.intervals.open(className, interval, value),
        setIndex: (className, index) => this.setShown('indices', className, Math.max(0, index)),
        setGallery: (className, count) => this.setShown('galleries', className, count),
        goTo: (offset) => this.goTo(this.positionAt(offset)),
        export: (to, subject) => this.export(to, subject),
      },
      () => this.onSeen(),
      options.onError,
    );
    this.strips.setScale(this.scale);
    this.strips.setShown(this.shown.indices, this.shown.galleries);
    this.scrollToRestore = keeper.current.scroll;
    keeper.collect(() => ({ scroll: this.scrollToRestore ?? this.scroller.scrollTop }));
    this.scroller.addEventListener('scroll', () => keeper.update());
    this.showState();
  }

  /** The text changed: everything follows. */
  refresh(): void {
    this.strips.setWaiting(true);
    this.requested = this.strips.inView();
    this.latest = this.preview.request({
      text: this.trial ?? this.text(),
      draw: this.draw,
      inView: this.requested,
      // While a wave is dragged, the plot draws itself.
      plot: this.plotShown && this.trial === undefined ? (this.options.keeper.current.beat ?? '') : null,
      ...this.shown,
    });
  }

  /** Strips that came into view show the text as it is as soon as they are drawn. */
  private onSeen(): void {
    const { requested } = this;
    if (requested !== null && this.strips.inView()?.some((name) => !requested.includes(name))) this.refresh();
  }

  /** The text changed, by the author or by somebody else. */
  textChanged(): void {
    this.beatPanel.textChanged();
    if (this.options.keeper.current.unlocked === true) this.newDraw();
    else this.refresh();
  }

  /** A recording that the text names has been read, or has changed. */
  setRecord(key: string, reading: RecordReading): void {
    this.records.receive(key, reading);
    this.refresh();
  }

  /** The recordings that have arrived, by `recordKey`. */
  get readings(): ReadonlyMap<string, RecordReading> {
    return this.records.readings;
  }

  /** Calls back when the beats first stand in the text, which makes it taller. */
  onceBeatsAreShown(callback: () => void): void {
    this.beatsShown = callback;
  }

  /** Scrolls to a beat type's key in the text or to a class's strip, as soon as it is there. */
  reveal(what: 'beat' | 'class', name: string): void {
    this.toReveal = { what, name };
    this.tryToReveal();
  }

  /** Shows a strip of a class's data set, and scrolls to it as soon as the class is there. */
  revealStrip(className: string, index: number): void {
    this.setShown('indices', className, index);
    // A data set is made of first draws.
    if (this.draw !== 0) this.setDraw(0);
    this.reveal('class', className);
  }

  newDraw(): void {
    this.setDraw(this.draw + 1);
  }

  private get plotShown(): boolean {
    return this.options.keeper.current.plot ?? true;
  }

  private setPlot(shown: boolean): void {
    this.options.keeper.update({ plot: shown });
    this.beatPanel.element.hidden = !shown;
    this.showState();
    this.refresh();
  }

  private get shown(): {
    readonly indices: Readonly<Record<string, number>>;
    readonly galleries: Readonly<Record<string, number>>;
  } {
    const { indices = {}, galleries = {} } = this.options.keeper.current;
    return { indices, galleries };
  }

  /** Shows another strip of a class, or more of them. */
  private setShown(what: 'indices' | 'galleries', className: string, value: number): void {
    this.options.keeper.update({ [what]: { ...this.shown[what], [className]: value } });
    this.strips.setShown(this.shown.indices, this.shown.galleries);
    this.refresh();
  }

  private setLocked(locked: boolean): void {
    this.options.keeper.update({ unlocked: !locked });
    this.showState();
  }

  private get scale(): PaperScale {
    const { speed, gain } = this.options.keeper.current;
    return {
      speed: SPEEDS.find((known) => known === speed) ?? USUAL_SCALE.speed,
      gain: GAINS.find((known) => known === gain) ?? USUAL_SCALE.gain,
    };
  }

  private setScale(scale: Partial<PaperScale>): void {
    this.options.keeper.update(scale);
    this.strips.setScale(this.scale);
    this.showState();
  }

  private plotBeat(beat: string): void {
    this.options.keeper.update({ beat });
    this.refresh();
  }

  private showTrial(text: string | undefined): void {
    if (text === this.trial) return;
    this.trial = text;
    this.refresh();
  }

  private export(to: ExportTo, subject: ExportWish['subject']): void {
    const wish: ExportWish = { subject, draw: this.draw, ...this.scale };
    if (to !== 'copy') return this.options.export(to, wish);
    import('./copyPicture')
      .then(({ copyPicture }) => copyPicture(this.text(), wish, this.readings))
      .then(() => this.status.say('The picture is in the clipboard.'))
      .catch((error: unknown) => {
        this.status.say(`Not copied: ${error instanceof Error ? error.message : String(error)}`);
      });
  }

  /** Puts the cursor at a place of the text, where it can be seen. */
  private moveTo(position: monaco.IPosition | undefined): void {
    if (position === undefined) return;
    this.options.editor.setPosition(position);
    this.options.editor.revealPositionInCenterIfOutsideViewport(position);
  }

  private positionAt(offset: number): monaco.Position | undefined {
    return this.options.editor.getModel()?.getPositionAt(offset);
  }

  /** Puts the cursor at a place, and the focus into the text. */
  private goTo(position: monaco.IPosition | undefined): void {
    this.moveTo(position);
    if (position !== undefined) this.options.editor.focus();
  }

  /** Problems of the latest text, beside the strips and waves that they are about. */
  private placeProblems(problems: readonly Problem[]): void {
    this.problems = problems;
    this.strips.setProblems(problems);
    this.beatPanel.setProblems(problems);
  }

  /** Puts the cursor on what a beat type says of a wave, or where it inherits the wave, on the beat type. */
  private goToWave(beat: string, wave: string): void {
    const own = this.beatKeys.find(({ name }) => name === beat);
    const key = own?.waves.find(({ name }) => name === wave) ?? own;
    if (key !== undefined) this.moveTo(this.positionAt(key.range.start));
  }

  /** The plot shows what the cursor stands in. */
  private followCursor(position: monaco.Position): void {
    const offset = this.options.editor.getModel()?.getOffsetAt(position);
    if (offset === undefined) return;
    const holds = ({ range, end }: { range: Range; end: number }): boolean =>
      range.start <= offset && offset <= Math.max(end, range.end);
    const beat = this.beatKeys.find(holds);
    if (beat === undefined) return;
    if (beat.name !== (this.options.keeper.current.beat ?? this.beatKeys[0]?.name)) this.plotBeat(beat.name);
    this.beatPanel.chooseWave(beat.name, beat.waves.find(holds)?.name);
  }

  /** ECG paper as the user's setting says, unless this page was told otherwise. */
  setDefaultPaper(paper: boolean): void {
    this.showPaper(this.options.keeper.current.paper ?? paper);
  }

  setTheme(theme: Theme): void {
    this.theme = theme;
    this.setPalette();
    this.showState();
  }

  private setPalette(): void {
    this.strips.setPalette(this.palette());
    this.beatPanel.setPalette(this.palette());
  }

  private tryToReveal(): void {
    if (this.toReveal === undefined) return;
    const { what, name } = this.toReveal;
    if (what === 'class') {
      if (!this.strips.scrollTo(name)) return;
    } else {
      const { editor } = this.options;
      const key = this.beatKeys.find((beat) => beat.name === name);
      const position = key && editor.getModel()?.getPositionAt(key.range.start);
      if (!position) return;
      editor.setPosition(position);
      editor.revealPositionInCenter(position);
    }
    this.toReveal = undefined;
  }

  private get draw(): number {
    return this.options.keeper.current.draw ?? 0;
  }

  private setDraw(draw: number): void {
    this.options.keeper.update({ draw: Math.max(0, draw) });
    this.showState();
    this.refresh();
  }

  private setPaper(paper: boolean): void {
    this.options.keeper.update({ paper });
    this.showPaper(paper);
  }

  private showPaper(paper: boolean): void {
    this.paper = paper;
    this.setPalette();
    this.showState();
  }

  private palette() {
    return plotPalette(this.theme, this.paper);
  }

  private text(): string {
    return this.options.editor.getModel()?.getValue() ?? '';
  }

  private onReply(reply: PreviewReply): void {
    if (reply.type === 'parsed') {
      this.onParsed(reply);
    } else if (reply.type === 'strips') {
      this.strips.setStrips(reply.strips);
      if (this.spec !== undefined) this.model.setStrips(reply.strips, this.spec);
      // Strips without a recording that is on its way are not the data set's yet.
      if (reply.id === this.latest && !this.records.pending) this.strips.setWaiting(false);
      this.restoreScroll();
    } else if (reply.type === 'gallery') {
      this.strips.setGallery(reply.class, reply.first, reply.strips);
    } else if (reply.type === 'plot') {
      if (reply.id === this.latest) this.beatPanel.setBeat(reply.beat);
    } else if (reply.type === 'beats') {
      if (reply.id !== this.latest) return;
      this.beats.setBeats(reply.beats);
      this.beatsShown?.();
      this.beatsShown = undefined;
    } else if (reply.type === 'measured') {
      const model = this.options.editor.getModel();
      if (reply.id === this.latest && model !== null && this.trial === undefined) {
        addProblems(model, reply.problems);
        this.placeProblems([...this.problems, ...reply.problems]);
      }
    } else if (reply.type === 'failed') {
      this.strips.setWaiting(false);
      this.options.onError(new Error(reply.message));
      this.setBroken({ message: reply.message, line: undefined, more: 0, go: () => this.refresh() });
    }
  }

  private onParsed(reply: Extract<PreviewReply, { type: 'parsed' }>): void {
    const model = this.options.editor.getModel();
    // Ranges belong to the text that was asked about; a reply to the newer text is on its way.
    if (reply.id === this.latest && model !== null && this.trial === undefined) {
      showProblems(model, reply.problems);
      this.beatKeys = reply.beatKeys;
      this.beatPanel.setNames(reply.beatKeys.map(({ name }) => name));
      if (reply.spec !== null) {
        const lineOf = (offset: number): number => model.getPositionAt(offset).lineNumber;
        this.beats.setKeys(new Map(reply.beatKeys.map(({ name, range }) => [name, lineOf(range.start)])));
      }
    }
    clearTimeout(this.patience);
    if (reply.spec !== null) {
      this.spec = reply.spec;
      this.strips.setSpec(reply.spec);
      const names = reply.spec.classes.map(({ name }) => name);
      this.compare.setClasses(names);
      this.model.setClasses(names);
      if (reply.id === this.latest) this.placeProblems(reply.problems);
      this.tryToReveal();
      this.setBroken(undefined);
      if (reply.id === this.latest) {
        this.records.want(reply.records);
        this.showFaults(reply.problems);
      }
      this.showState();
      return;
    }
    if (reply.id === this.latest) this.strips.setWaiting(false);
    const trouble = this.troubleOf(reply.problems);
    this.patience = setTimeout(
      () => {
        this.setBroken(trouble);
        if (model !== null) this.beats.keepOnly((name) => lineOfKey(model, name));
      },
      this.spec === undefined ? 0 : PATIENCE,
    );
  }

  private troubleOf(problems: readonly Problem[]): Trouble {
    const errors = problems.filter(({ severity }) => severity === 'error');
    const first = errors[0];
    const position = first && this.positionAt(first.range.start);
    return {
      message: first?.message ?? 'The text is not a spec.',
      line: position?.lineNumber,
      more: Math.max(0, errors.length - 1),
      go: () => this.goTo(position),
    };
  }

  /** Errors of a text that is a spec all the same: of its recordings. */
  private showFaults(problems: readonly Problem[]): void {
    if (!problems.some(({ severity }) => severity === 'error')) return;
    const trouble = this.troubleOf(problems);
    this.status.setTrouble({ ...trouble, message: `${trouble.message} The strips are without this noise.` });
  }

  private setBroken(trouble: Trouble | undefined): void {
    this.status.setTrouble(trouble);
    this.strips.setStale(trouble !== undefined);
    this.beats.setStale(trouble !== undefined);
    this.beatPanel.setStale(trouble !== undefined);
    if (trouble !== undefined)
      this.strips.setEmptyText('Strips are drawn as soon as the text has no errors.');
  }

  private showState(): void {
    this.toolbar.update({
      draw: this.draw,
      paper: this.theme.highContrast ? undefined : this.paper,
      plot: this.plotShown,
      locked: this.options.keeper.current.unlocked !== true,
      ...this.scale,
    });
    if (this.spec === undefined) return;
    const { seed, rate, duration } = this.spec;
    const draw = this.draw === 0 ? 'first draw' : `draw ${this.draw + 1}`;
    this.status.setInfo([`Seed ${seed}`, draw, `${duration} s at ${rate} Hz`]);
  }

  /** Once, as soon as there is something to scroll. */
  private restoreScroll(): void {
    if (this.scrollToRestore === undefined) return;
    this.scroller.scrollTop = this.scrollToRestore;
    this.scrollToRestore = undefined;
  }
}

/** The line that an indented key stands on, in a text that is no YAML at present. */
function lineOfKey(model: monaco.editor.ITextModel, name: string): number | undefined {
  const word = name.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  const [match] = model.findMatches(`^\\s+["']?${word}["']?\\s*:`, false, true, true, null, false, 1);
  return match?.range.startLineNumber;
}
