import type { EditorCommand } from '../../protocol';
import type { RecordReading } from '../../records';
import type { BeatKey, Problem, RecordRef } from '../../spec';
import { plotPalette } from '../shared/palette';
import { loadPlotly } from '../shared/plotly';
import type { Theme } from '../shared/theme';
import { InlineBeats } from './beats/inlineBeats';
import type { CodeEditor, monaco } from './text/monaco';
import { Preview } from './preview/preview';
import type { PreviewReply, SpecSummary } from './preview/previewMessages';
import { addProblems, showProblems } from './text/problems';
import { RecordLink } from './recordLink';
import { StatusLine, type Trouble } from './statusLine';
import { StripList } from './strips/strips';
import { Toolbar } from './toolbar';
import type { StateKeeper } from './viewState';

/** A text is often broken for a moment while it is typed; only errors that stay this long are shown, ms. */
const PATIENCE = 350;

export interface PreviewPaneOptions {
  readonly root: HTMLElement;
  readonly editor: CodeEditor;
  readonly workerUri: string;
  readonly theme: Theme;
  readonly keeper: StateKeeper;
  readonly command: (command: EditorCommand) => void;
  /** Asks for the recordings that the text names. */
  readonly wantRecords: (wanted: readonly RecordRef[]) => void;
  readonly onError: (error: unknown) => void;
}

/** Strips, inline beats and problems: all that follows from the text. */
export class PreviewPane {
  private readonly preview: Preview;
  private readonly records: RecordLink;
  private readonly beats: InlineBeats;
  private readonly strips: StripList;
  private readonly status = new StatusLine();
  private readonly toolbar: Toolbar;
  private readonly scroller = document.createElement('div');
  private theme: Theme;
  private paper = false;
  private spec: SpecSummary | undefined;
  private latest = 0;
  private patience: ReturnType<typeof setTimeout> | undefined;
  private scrollToRestore: number | undefined;
  private beatsShown: (() => void) | undefined;
  private toReveal: { readonly what: 'beat' | 'class'; readonly name: string } | undefined;
  private beatKeys: readonly BeatKey[] = [];

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
      openAsText: () => command('openAsText'),
      generate: () => command('generate'),
    });
    this.scroller.className = 'strips-scroller';
    const list = document.createElement('div');
    list.className = 'strips';
    this.scroller.append(list);
    root.replaceChildren(this.toolbar.element, this.status.element, this.scroller);
    this.strips = new StripList(list, this.scroller, this.palette(), options.onError);
    this.scrollToRestore = keeper.current.scroll;
    keeper.collect(() => ({ scroll: this.scrollToRestore ?? this.scroller.scrollTop }));
    this.scroller.addEventListener('scroll', () => keeper.update());
    this.showState();
  }

  /** The text changed: everything follows. */
  refresh(): void {
    this.strips.setWaiting(true);
    this.latest = this.preview.request({
      text: this.text(),
      draw: this.draw,
      strip: this.options.keeper.current.strip,
      inView: this.strips.inView(),
    });
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

  /** Starts loading what draws; before this the pane only listens. */
  async loadPlotly(): Promise<void> {
    this.strips.setPlotly(await loadPlotly());
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

  /** Draws a strip of a class's data set in place of its first one, and scrolls to it as soon as the class is there. */
  revealStrip(className: string, index: number): void {
    this.options.keeper.update({ strip: { class: className, index } });
    // A data set is made of first draws.
    this.setDraw(0);
    this.reveal('class', className);
  }

  newDraw(): void {
    this.setDraw(this.draw + 1);
  }

  /** ECG paper as the user's setting says, unless this page was told otherwise. */
  setDefaultPaper(paper: boolean): void {
    this.showPaper(this.options.keeper.current.paper ?? paper);
  }

  setTheme(theme: Theme): void {
    this.theme = theme;
    this.strips.setPalette(this.palette());
    this.showState();
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
    // Other draws of a data set's strip would be no strip of the set: with them the first strips are back.
    const strip = draw <= 0 ? this.options.keeper.current.strip : undefined;
    this.options.keeper.update({ draw: Math.max(0, draw), strip });
    this.showState();
    this.refresh();
  }

  private setPaper(paper: boolean): void {
    this.options.keeper.update({ paper });
    this.showPaper(paper);
  }

  private showPaper(paper: boolean): void {
    this.paper = paper;
    this.strips.setPalette(this.palette());
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
      // Strips without a recording that is on its way are not the data set's yet.
      if (reply.id === this.latest && !this.records.pending) this.strips.setWaiting(false);
      this.restoreScroll();
    } else if (reply.type === 'beats') {
      if (reply.id !== this.latest) return;
      this.beats.setBeats(reply.beats);
      this.beatsShown?.();
      this.beatsShown = undefined;
    } else if (reply.type === 'measured') {
      const model = this.options.editor.getModel();
      if (reply.id === this.latest && model !== null) addProblems(model, reply.problems);
    } else if (reply.type === 'failed') {
      this.strips.setWaiting(false);
      this.options.onError(new Error(reply.message));
      this.setBroken({ message: reply.message, line: undefined, more: 0, go: () => this.refresh() });
    }
  }

  private onParsed(reply: Extract<PreviewReply, { type: 'parsed' }>): void {
    const model = this.options.editor.getModel();
    // Ranges belong to the text that was asked about; a reply to the newer text is on its way.
    if (reply.id === this.latest && model !== null) {
      showProblems(model, reply.problems);
      this.beatKeys = reply.beatKeys;
      if (reply.spec !== null) {
        const lineOf = (offset: number): number => model.getPositionAt(offset).lineNumber;
        this.beats.setKeys(new Map(reply.beatKeys.map(({ name, range }) => [name, lineOf(range.start)])));
      }
    }
    clearTimeout(this.patience);
    if (reply.spec !== null) {
      this.spec = reply.spec;
      this.strips.setSpec(reply.spec);
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
    const { editor } = this.options;
    const position = first && editor.getModel()?.getPositionAt(first.range.start);
    return {
      message: first?.message ?? 'The text is not a spec.',
      line: position?.lineNumber,
      more: Math.max(0, errors.length - 1),
      go: () => {
        if (position === undefined) return;
        editor.setPosition(position);
        editor.revealPositionInCenterIfOutsideViewport(position);
        editor.focus();
      },
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
    if (trouble !== undefined)
      this.strips.setEmptyText('Strips are drawn as soon as the text has no errors.');
  }

  private showState(): void {
    this.toolbar.update({ draw: this.draw, paper: this.theme.highContrast ? undefined : this.paper });
    if (this.spec === undefined) return;
    const { seed, rate, duration } = this.spec;
    const draw = this.draw === 0 ? 'first draw' : `draw ${this.draw + 1}`;
    const { strip } = this.options.keeper.current;
    const which = strip === undefined ? [] : [`strip ${strip.index} of ${strip.class}`];
    this.status.setInfo([
      `Seed ${seed}`,
      draw,
      ...which,
      `${duration} s at ${rate} Hz`,
      '25 mm/s',
      '10 mm/mV',
    ]);
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
