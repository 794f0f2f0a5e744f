import type { LateState, FromViewer, SelectionKind, ToViewer, ViewerColumn, ViewerRow } from '../../protocol';
import {
  arrange,
  columnOf,
  countByClass,
  histogramByClass,
  measureLate,
  type Column,
  type Histogram,
  type Source,
  type Table,
} from '../../viewer';

/** No answer holds more rows, whoever asks: a million must never cross at once. */
const MOST_ROWS = 500;
const MOST_HISTOGRAMS = 20;
/** Signals up to this size are read for the late columns without being asked, bytes. */
const SMALL = 64 << 20;

/** What the session leaves to VS Code. */
export interface ViewerActions {
  openSpec(source: Source, table: Table, row: number): Promise<void>;
  exportRows(kind: SelectionKind, source: Source, table: Table, rows: Uint32Array): Promise<void>;
  openText(): Promise<void>;
}

/**
 * One open set and the page that shows it. It holds the columns, the arrangement and the marks; the page asks for what it
 * shows, window by window. A page that is loaded anew begins with `ready` and finds its marks again.
 */
export class ViewerSession {
  private opened: { readonly source: Source; readonly table: Table } | undefined;
  private loading: AbortController | undefined;
  private order: Uint32Array = new Uint32Array(0);
  private orderId = -1;
  private marks = new Uint8Array(0);
  private marked = 0;
  private late: LateState = { state: 'unknown', bytes: 0 };

  /**
   * @param open reads what the set is; throws an Error with a sentence for the user
   * @param report is told of errors that are nobody's fault
   */
  constructor(
    private readonly open: () => Source,
    private readonly post: (message: ToViewer) => void,
    private readonly actions: ViewerActions,
    private readonly report: (message: string) => void,
    private paper: boolean,
  ) {}

  setPaper(paper: boolean): void {
    this.paper = paper;
    this.post({ type: 'paper', paper });
  }

  /** Reads the set anew: it was made again, or finished. */
  reload(): Promise<void> {
    this.loading?.abort();
    this.loading = undefined;
    this.opened = undefined;
    return this.load();
  }

  async receive(message: FromViewer): Promise<void> {
    switch (message.type) {
      case 'ready':
        this.post({ type: 'paper', paper: this.paper });
        if (this.opened !== undefined) this.sendSet();
        else if (this.loading === undefined) await this.load();
        return;
      case 'openText':
        return this.actions.openText();
      case 'error':
        return this.report(message.message);
    }
    if (this.opened === undefined) return;
    const { source, table } = this.opened;
    switch (message.type) {
      case 'arrange':
        this.order = arrange(table, message.filter, message.sort);
        this.orderId = message.id;
        this.post({
          type: 'arranged',
          id: message.id,
          count: this.order.length,
          byClass: countByClass(table, this.order),
        });
        return;
      case 'rows':
        if (message.id === this.orderId) this.sendRows(table, message.from, message.count);
        return;
      case 'strip':
        return this.sendStrip(source, message.row);
      case 'histograms':
        if (message.id === this.orderId) await this.sendHistograms(table, message.columns);
        return;
      case 'measureLate':
        return this.measure(source, table);
      case 'mark':
        if (message.id === this.orderId) this.mark(message.from, message.to, message.on);
        return;
      case 'unmarkAll':
        this.marks.fill(0);
        this.marked = 0;
        this.post({ type: 'marked', count: 0 });
        return;
      case 'openSpec':
        return this.actions.openSpec(source, table, message.row);
      case 'export':
        return this.actions.exportRows(message.kind, source, table, this.chosen());
    }
  }

  dispose(): void {
    this.loading?.abort();
  }

  /** The marked rows, in the order in which they are shown; without marks all that are shown. */
  private chosen(): Uint32Array {
    if (this.marked === 0) return this.order;
    const shown = this.order.filter((row) => this.marks[row] === 1);
    if (shown.length === this.marked) return shown;
    // Some of them are filtered out: all of the marked ones, as the set has them.
    return Uint32Array.from({ length: this.marks.length }, (_, row) => row).filter(
      (row) => this.marks[row] === 1,
    );
  }

  private async load(): Promise<void> {
    const loading = new AbortController();
    this.loading = loading;
    try {
      const source = this.open();
      const table = await source.load((done, total) => {
        this.post({ type: 'loading', done, total });
      }, loading.signal);
      this.opened = { source, table };
      this.marks = new Uint8Array(table.rows);
      this.marked = 0;
      this.orderId = -1;
      this.late = { state: 'unknown', bytes: source.info.signalBytes };
      this.sendSet();
      if (source.info.signalBytes <= SMALL) await this.measure(source, table);
    } catch (error) {
      if (loading.signal.aborted) return;
      // So that the page that is loaded next tries again.
      this.loading = undefined;
      this.post({ type: 'failed', message: (error as Error).message });
    }
  }

  private sendSet(): void {
    const { source, table } = this.opened!;
    this.post({
      type: 'set',
      info: source.info,
      rows: table.rows,
      columns: table.columns.map(describe),
      byClass: countByClass(
        table,
        Uint32Array.from({ length: table.rows }, (_, row) => row),
      ),
    });
    this.post({ type: 'marked', count: this.marked });
    this.post({ type: 'late', late: this.late });
  }

  private sendRows(table: Table, from: number, count: number): void {
    const start = Math.max(0, from);
    const end = Math.min(this.order.length, start + Math.min(count, MOST_ROWS));
    const rows: ViewerRow[] = [];
    for (let place = start; place < end; place++) {
      const row = this.order[place]!;
      rows.push({
        row,
        marked: this.marks[row] === 1,
        cells: table.columns.map((column) => cellOf(column, row)),
      });
    }
    this.post({ type: 'rows', id: this.orderId, from: start, rows });
  }

  private sendStrip(source: Source, row: number): void {
    try {
      const { strip, ...rest } = source.strip(row);
      this.post({
        type: 'strip',
        row,
        strip: { ...rest, samples: Array.from(strip.samples), truth: strip.truth },
      });
    } catch (error) {
      this.post({ type: 'stripFailed', row, message: (error as Error).message });
    }
  }

  /** Of a million strips each takes a third of a second: others may work in between, and another arrangement ends it. */
  private async sendHistograms(table: Table, columns: readonly string[]): Promise<void> {
    const { order, orderId } = this;
    const histograms: Histogram[] = [];
    for (const id of columns.slice(0, MOST_HISTOGRAMS)) {
      if (columnOf(table, id).kind !== 'number') continue;
      histograms.push(histogramByClass(table, id, order));
      await new Promise((resolve) => setImmediate(resolve));
      if (orderId !== this.orderId) return;
    }
    this.post({ type: 'histograms', id: orderId, histograms });
  }

  private mark(from: number, to: number, on: boolean): void {
    for (const row of this.order.subarray(Math.max(0, from), Math.max(0, to))) {
      if ((this.marks[row] === 1) === on) continue;
      this.marks[row] = on ? 1 : 0;
      this.marked += on ? 1 : -1;
    }
    this.post({ type: 'marked', count: this.marked });
  }

  private async measure(source: Source, table: Table): Promise<void> {
    if (this.late.state === 'measuring' || this.late.state === 'known') return;
    const signal = this.loading!.signal;
    const tell = (late: LateState): void => {
      this.late = late;
      this.post({ type: 'late', late });
    };
    tell({ state: 'measuring', done: 0, total: table.rows });
    try {
      await measureLate(source, table, (done, total) => tell({ state: 'measuring', done, total }), signal);
      tell({ state: 'known' });
    } catch (error) {
      if (!signal.aborted) tell({ state: 'failed', message: (error as Error).message });
    }
  }
}

function describe(column: Column): ViewerColumn {
  const { kind, id, label } = column;
  if (kind === 'choice') return { kind, id, label, unit: '', digits: 0, names: column.names, late: false };
  return { kind, id, label, unit: column.unit, digits: column.digits, names: [], late: column.late === true };
}

function cellOf(column: Column, row: number): number | null {
  const value = (column.kind === 'choice' ? column.codes : column.values)[row]!;
  return Number.isFinite(value) ? value : null;
}
