import { escape } from '../html';
import { page, PAGE, type PlotlyFigure } from '../page';
import { signed } from '../report';
import { gainsFigure, type GainColors } from './figures';
import { gainRows, meanGains, type GainRow, type Gains, type MeanGain } from './gains';
import { PAPER } from './paper';

const LIGHT: GainColors = {
  ...PAGE.light,
  series: ['#0550ae', '#8a5a00', '#116329', '#8250df', '#a40e26', '#57606a'],
};
const DARK: GainColors = {
  ...PAGE.dark,
  series: ['#6cb6ff', '#e3a008', '#57ab5a', '#b083f0', '#f47067', '#9198a1'],
};

/** The gains of several reports as one self-contained page, drawn by the Plotly whose text is given. */
export function gainsPage(gains: Gains, plotly: string): string {
  const rows = gainRows(gains.reports);
  const figures = gainsFigures(rows).map(({ id, draw }) => ({ id, light: draw(LIGHT), dark: draw(DARK) }));
  return page('Gains of pre-training', gainsBody(gains), figures, plotly);
}

/** The pictures of gains, one a class: the id of the element that each goes into, and how it is drawn in a theme. */
export const gainsFigures = (
  rows: readonly GainRow[],
): { id: string; draw: (colors: GainColors) => PlotlyFigure }[] =>
  classesOf(rows).map((name, i) => ({
    id: gainsFigureId(i),
    draw: (colors) => gainsFigure(rows, name, colors),
  }));

/** Id of the element for the picture of the i-th class. */
const gainsFigureId = (i: number): string => `gains-${i}`;

/** The classes, in the order in which reports name them. */
const classesOf = (rows: readonly GainRow[]): string[] => [...new Set(rows.map((row) => row.class))];

/** What the gains say, as HTML without a script: all text is escaped. */
export function gainsBody(gains: Gains): string {
  const rows = gainRows(gains.reports);
  const means = meanGains(rows);
  const classes = classesOf(rows);
  const networks = new Set(rows.map(({ network }) => network)).size;
  return `<h1>Gains of pre-training</h1>
<p>${escape(`${gains.reports.length} ${gains.reports.length === 1 ? 'report' : 'reports'}: ${networks} ${networks === 1 ? 'network' : 'networks'}, ${classes.join(', ')}. A gain is the score of the pre-trained network less that of the same network trained from scratch on the same real strips; its interval is that of a bootstrap over patients. AUROC is 0.5 for guessing and 1 for a perfect ranking.`)}</p>
<h2>Beside the paper</h2>
${besidePaper(gains, means, classes, networks)}
<h2>Mean over networks</h2>
${meanTable(means)}
${classes.map((name, i) => classSection(rows, name, i)).join('\n')}
<h2>The reports</h2>
<ul>
${gains.reports
  .map(
    ({ name, report }) =>
      `<li>${escape(`${name}: ${report.model.architecture}, width ${report.model.width}, on “${report.data.name}” (${report.data.strips} strips of ${report.data.patients} patients), ${report.protocol.seeds} seeds${report.quick ? ', a quick run' : ''}; ${report.created}, ${String(report.environment['device'] ?? 'an unknown device')}`)}</li>`,
  )
  .join('\n')}
</ul>
${[...new Set(gains.reports.map(({ report }) => report.data.attribution))]
  .map((text) => (text === null ? '' : `<p class="quiet">${escape(`Data: ${text}`)}</p>`))
  .join('\n')}`;
}

function besidePaper(
  { reports }: Gains,
  means: readonly MeanGain[],
  classes: readonly string[],
  networks: number,
): string {
  const improved = classes.filter((name) => means.some((mean) => mean.class === name && mean.helped > 0));
  const largest = means.reduce<MeanGain | undefined>(
    (best, mean) => (best === undefined || relative(mean) > relative(best) ? mean : best),
    undefined,
  );
  const ours = [
    classes.join(', '),
    String(networks),
    `${improved.length} of ${classes.length}, where an interval lies above 0 at some size${improved.length > 0 ? ` (${improved.join(', ')})` : ''}`,
    largest === undefined
      ? '–'
      : `${percent(relative(largest))} of AUROC (${largest.class}, ${largest.size} strips per class)`,
    `by patient; ${Math.max(...reports.map(({ report }) => report.protocol.seeds))} seeds`,
  ];
  return `<table>
<thead><tr><th></th><th>The paper</th><th>Here</th></tr></thead>
<tbody>
${PAPER.rows.map(({ what, paper }, i) => `<tr><td>${escape(what)}</td><td>${escape(paper)}</td><td>${escape(ours[i]!)}</td></tr>`).join('\n')}
</tbody>
</table>
<p class="quiet">${escape(`${PAPER.title}. Its recordings, sizes and scores are other ones, so the two columns say whether the effect is there, not which is larger.`)}</p>`;
}

const relative = ({ gain, before }: MeanGain): number => gain / before;
const percent = (value: number): string => `${value < 0 ? '−' : '+'}${(100 * Math.abs(value)).toFixed(1)} %`;

function meanTable(means: readonly MeanGain[]): string {
  return `<table>
<thead><tr><th>Class</th><th>Real strips per class</th><th>Networks</th><th>AUROC from scratch</th><th>Pre-trained</th><th>Gain</th><th>Relative</th><th>Helped / hurt</th></tr></thead>
<tbody>
${means
  .map(
    (mean) =>
      `<tr><td>${escape(mean.class)}</td><td>${mean.size}</td><td>${mean.networks}</td><td>${mean.before.toFixed(3)}</td><td>${mean.after.toFixed(3)}</td><td>${signed(mean.gain)}</td><td>${percent(relative(mean))}</td><td>${mean.helped} / ${mean.hurt}</td></tr>`,
  )
  .join('\n')}
</tbody>
</table>
<p class="quiet">Helped and hurt: networks whose 95 % interval lies above or below 0.</p>`;
}

function classSection(rows: readonly GainRow[], name: string, i: number): string {
  const mine = rows.filter((row) => row.class === name && row.metric === 'auroc');
  return `<h2>${escape(`${name} against ${mine[0]?.normal ?? 'normal'}`)}</h2>
<div class="figure" id="${gainsFigureId(i)}" role="img" aria-label="${escape(`AUROC gain of ${name} against real strips per class; the numbers are in the table below`)}"></div>
<table>
<thead><tr><th>Network</th><th>Real strips per class</th><th>Against</th><th>Before</th><th>Pre-trained</th><th>Gain</th><th>95 % interval</th><th>Seeds won</th></tr></thead>
<tbody>
${mine
  .map(
    (row) =>
      `<tr><td>${escape(row.network)}</td><td>${row.size}</td><td>${row.against === 'scratch' ? 'scratch' : 'equal compute'}</td><td>${number(row.before)}</td><td>${number(row.after)}</td><td>${signed(row.mean)}</td><td>${signed(row.low)}\u00a0to\u00a0${signed(row.high)}</td><td>${row.wins} of ${row.seeds}</td></tr>`,
  )
  .join('\n')}
</tbody>
</table>`;
}

const number = (value: number | null): string => (value === null ? '–' : value.toFixed(3));
