/** The viewer of a data set: which strips, the table of them, the one that is selected, how they are distributed. */
import type { LateState, FromViewer, ToViewer, ViewerColumn } from '../../protocol';
import { EVERYTHING, type Filter, type Sort } from '../../viewer';
import { keepFocus } from '../shared/focus';
import { connect, onUncaught } from '../shared/host';
import '../shared/page.css';
import { plotPalette } from '../shared/palette';
import { onThemeChange, readTheme } from '../shared/theme';
import { createButton, registerToolkit, setEnabled } from '../shared/toolkit';
import { Distributions } from './distributions';
import { Filters } from './filters';
import { countText } from './format';
import { Grid } from './grid';
import { StripPane } from './stripPane';
import { Tabs, type TabName } from './tabs';
import './viewer.css';

interface State {
  readonly filter?: Filter;
  readonly sort?: Sort | null;
  readonly tab?: TabName;
}

const host = connect<ToViewer, FromViewer, State>();
const tell = (error: unknown): void =>
  host.send({
    type: 'error',
    message: error instanceof Error ? (error.stack ?? error.message) : String(error),
  });
onUncaught((message, stack) => tell(stack ?? message));
registerToolkit();

/** What is drawn under "Distributions", in this order, where the set has it. */
const DISTRIBUTIONS = ['rr', 'rate', 'pr', 'qrs', 'qt', 'qtc', 'p-amplitude', 'r-amplitude', 't-amplitude'];

let state: State = host.getState() ?? {};
let columns: readonly ViewerColumn[] = [];
let paper = true;
let arrangement = 0;
let total = 0;
let shown = 0;
let marked = 0;
let wanted: number | undefined;
let lateWords = '';
let late = { state: 'unknown', bytes: 0 } as LateState;

const palette = (): ReturnType<typeof plotPalette> => plotPalette(readTheme(), paper);
const plain = (): ReturnType<typeof plotPalette> => plotPalette(readTheme(), false);

const app = document.getElementById('app')!;
const title = document.createElement('h1');
const facts = document.createElement('p');
facts.className = 'dim facts';
const status = document.createElement('p');
status.className = 'status';
status.setAttribute('role', 'status');
const lateLine = document.createElement('p');
lateLine.className = 'dim late';
const measureButton = createButton({
  label: 'Measure Now',
  title: 'Read the samples of every strip for them',
  onClick: () => host.send({ type: 'measureLate' }),
});

const filters = new Filters(() => arrange());
const grid = new Grid({
  want: (from, count) => host.send({ type: 'rows', id: arrangement, from, count }),
  show: ({ row }) => {
    wanted = row;
    host.send({ type: 'strip', row });
  },
  mark: (from, to, on) => host.send({ type: 'mark', id: arrangement, from, to, on }),
  sort: (column) => {
    const { sort = null } = state;
    // Up, down, and as the set has them.
    const next =
      sort?.column !== column
        ? { column, descending: false }
        : sort.descending
          ? null
          : { column, descending: true };
    remember({ sort: next });
    arrange();
  },
});
const strip = new StripPane(palette(), (row) => host.send({ type: 'openSpec', row }));
const distributions = new Distributions(plain(), tell);
const tabs = new Tabs({ strips: 'Strips', distributions: 'Distributions' }, (tab) => {
  remember({ tab });
  askForHistograms();
});
const empty = document.createElement('p');
empty.className = 'empty dim';
empty.textContent = 'No strip passes these filters.';
const list = createButton({
  label: 'Export CSV',
  onClick: () => host.send({ type: 'export', kind: 'list' }),
});
const records = createButton({
  label: 'Export WFDB',
  onClick: () => host.send({ type: 'export', kind: 'records' }),
});
const unmark = createButton({
  label: 'Clear Marks',
  onClick: () => host.send({ type: 'unmarkAll' }),
});

function remember(change: State): void {
  state = { ...state, ...change };
  host.setState(state);
}

/** Asks for the strips as the filters and the sort say. */
function arrange(): void {
  const { filter } = filters;
  remember({ filter });
  const known = columns.some(({ id }) => id === state.sort?.column);
  const sort = known ? (state.sort ?? null) : null;
  grid.setSort(sort);
  host.send({ type: 'arrange', id: ++arrangement, filter, sort });
}

function askForHistograms(): void {
  if (tabs.selected !== 'distributions' || columns.length === 0) return;
  const wantedColumns = DISTRIBUTIONS.filter((name) =>
    columns.some(({ id, late: needsSamples }) => id === name && (!needsSamples || late.state === 'known')),
  );
  host.send({ type: 'histograms', id: arrangement, columns: wantedColumns });
}

function showState(): void {
  const of = shown === total ? '' : ` of ${countText(total)}`;
  const marks = marked === 0 ? '' : `, ${countText(marked)} marked`;
  status.textContent = `${countText(shown)}${of} strips shown${marks}`;
  const chosen = marked > 0 ? `the ${countText(marked)} marked` : `the ${countText(shown)} shown`;
  list.title = `Write a CSV table of ${chosen} strips`;
  records.title = `Write ${chosen} strips as WFDB records with their annotations, and the table of them`;
  setEnabled(list, marked + shown > 0);
  setEnabled(records, marked + shown > 0);
  setEnabled(unmark, marked > 0);
  empty.hidden = shown > 0;
}

function showLate(): void {
  measureButton.hidden = late.state !== 'unknown' && late.state !== 'failed';
  switch (late.state) {
    case 'unknown':
      lateLine.textContent = `${lateWords} need every sample of the set, ${(late.bytes / 1e9).toFixed(1)} GB.`;
      break;
    case 'measuring':
      lateLine.textContent = `Measuring ${lateWords.toLowerCase()}: ${countText(late.done)} of ${countText(late.total)} strips.`;
      break;
    case 'known':
      lateLine.textContent = '';
      break;
    case 'failed':
      lateLine.textContent = `${lateWords} were not measured. ${late.message}`;
  }
  filters.setLateKnown(late.state === 'known');
}

function fail(reason: string): void {
  columns = [];
  const message = document.createElement('p');
  message.className = 'message';
  message.setAttribute('role', 'alert');
  message.textContent = reason;
  const text = createButton({
    label: 'Open as Text',
    onClick: () => host.send({ type: 'openText' }),
  });
  app.replaceChildren(message, text);
}

function layOut(): void {
  const header = document.createElement('header');
  header.append(title, facts);
  const toolbar = document.createElement('div');
  toolbar.className = 'toolbar';
  toolbar.append(tabs.element, status, unmark, list, records);
  const side = document.createElement('aside');
  side.append(filters.element, lateLine, measureButton);
  const strips = tabs.panel('strips');
  const rows = document.createElement('div');
  rows.className = 'rows';
  rows.append(grid.element, empty);
  strips.replaceChildren(rows, strip.element);
  tabs.panel('distributions').replaceChildren(distributions.element);
  const main = document.createElement('main');
  main.append(toolbar, strips, tabs.panel('distributions'));
  app.replaceChildren(header, side, main);
}

host.onMessage((message) => {
  switch (message.type) {
    case 'paper':
      paper = message.paper;
      strip.setPalette(palette());
      return;
    case 'loading':
      showLoading(message.done, message.total);
      return;
    case 'failed':
      return fail(message.message);
    case 'set': {
      const { info } = message;
      columns = message.columns;
      total = message.rows;
      lateWords = info.late;
      title.textContent = info.title;
      facts.textContent = info.facts.join(' · ');
      facts.title = info.folder;
      layOut();
      filters.setColumns(columns, message.byClass, info.classTitles, state.filter ?? EVERYTHING);
      grid.setColumns(columns);
      strip.setHasSpec(info.hasSpec);
      tabs.select(state.tab ?? 'strips');
      arrange();
      return;
    }
    case 'arranged':
      if (message.id !== arrangement) return;
      shown = message.count;
      filters.setCounts(message.byClass);
      grid.setCount(shown);
      if (shown === 0) strip.clear('No strip passes these filters.');
      showState();
      askForHistograms();
      return;
    case 'rows':
      if (message.id === arrangement) grid.setRows(message.from, message.rows);
      return;
    case 'strip':
      if (message.row === wanted) strip.show(message.row, message.strip);
      return;
    case 'stripFailed':
      if (message.row === wanted) strip.clear(message.message, true);
      return;
    case 'histograms':
      if (message.id === arrangement) distributions.show(message.histograms);
      return;
    case 'late': {
      const news = message.late.state === 'known' && late.state !== 'known';
      late = message.late;
      showLate();
      if (!news) return;
      // Limits and a sort by them, of a page that was loaded anew, find something now.
      if (needsLate()) arrange();
      else {
        grid.refresh();
        askForHistograms();
      }
      return;
    }
    case 'marked':
      marked = message.count;
      grid.refresh();
      showState();
  }
});

function needsLate(): boolean {
  const used = [state.sort?.column, ...filters.filter.ranges.map(({ column }) => column)];
  return columns.some(({ id, late: needsSamples }) => needsSamples && used.includes(id));
}

function showLoading(done: number, of: number): void {
  if (columns.length > 0) columns = [];
  let line = app.querySelector<HTMLElement>('.loading');
  if (line === null) {
    line = document.createElement('p');
    line.className = 'loading';
    line.setAttribute('role', 'status');
    app.replaceChildren(line);
  }
  line.textContent = `Reading the set: ${Math.floor((100 * done) / Math.max(1, of))} %`;
}

keepFocus(() => grid.element.focus());
onThemeChange(() => {
  strip.setPalette(palette());
  distributions.setPalette(plain());
});
host.send({ type: 'ready' });
