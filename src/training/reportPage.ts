import { aurocFigure, type FigureColors, gainFigure, type ReportFigure } from './figures';
import { escape } from './html';
import { page, PAGE, type PlotlyFigure } from './page';
import {
  ARM_NAMES,
  type ArmScores,
  describeGain,
  type Gain,
  METRICS,
  type Report,
  signed,
  type TaskReport,
} from './report';

const LIGHT: FigureColors = {
  ...PAGE.light,
  scratch: '#8a5a00',
  scratchLong: '#a40e26',
  pretrained: '#0550ae',
  synthetic: '#6e7781',
};
const DARK: FigureColors = {
  ...PAGE.dark,
  scratch: '#e3a008',
  scratchLong: '#f47067',
  pretrained: '#6cb6ff',
  synthetic: '#9198a1',
};

/**
 * The report as one self-contained page: tables that read without a script, pictures drawn by the
 * Plotly whose text is given.
 */
export function reportPage(report: Report, plotly: string): string {
  const figures = figuresOf(report).map(({ id, draw }) => ({
    id,
    light: picture(draw(LIGHT)),
    dark: picture(draw(DARK)),
  }));
  return page('What pre-training gained', reportBody(report), figures, plotly);
}

/** The pictures of a report: the id of the element that each goes into, and how it is drawn in a theme. */
export const figuresOf = (report: Report): { id: string; draw: (colors: FigureColors) => ReportFigure }[] =>
  report.tasks.flatMap((task, i) => [
    { id: figureId(i), draw: (colors: FigureColors) => aurocFigure(task, colors) },
    { id: gainFigureId(i), draw: (colors: FigureColors) => gainFigure(task, colors) },
  ]);

const picture = ({ data, layout }: PlotlyFigure): PlotlyFigure => ({ data, layout });

/**
 * What a report says, as HTML without a script: all text is escaped. Each task's pictures go into the elements with
 * the ids that `figuresOf` gives.
 */
export function reportBody(report: Report): string {
  return `<h1>What pre-training gained</h1>
<p>${escape(summary(report))}</p>
<ul>
${auroc(report)
  .map(({ task, gain }) => `<li>${escape(describeGain(task, gain))}</li>`)
  .join('\n')}
</ul>
${report.notes.map((note) => `<p class="quiet">${escape(note)}</p>`).join('\n')}
${report.tasks.map(section).join('\n')}
<h2>How it was measured</h2>
${method(report)}`;
}

/** Id of the element for the scores of the i-th task. */
const figureId = (i: number): string => `figure-${i}`;

/** Id of the element for the gains of the i-th task. */
const gainFigureId = (i: number): string => `gain-${i}`;

/** The AUROC gains over training from scratch in the order of tasks and sizes: the report's main figures. */
export function auroc(report: Report): { task: TaskReport; gain: Gain }[] {
  return report.tasks.flatMap((task) =>
    task.gains
      .filter(({ metric, against }) => metric === 'auroc' && against === 'scratch')
      .map((gain) => ({ task, gain })),
  );
}

function summary(report: Report): string {
  const strips = report.model.pretraining?.strips;
  return `A ${report.model.architecture} (${report.model.parameters.toLocaleString('en')} weights, width ${report.model.width}) was pre-trained on ${
    strips === undefined ? '' : `${strips.toLocaleString('en')} `
  }synthetic strips, fine-tuned on real ones from “${report.data.name}”, and compared with the same network trained from scratch. AUROC is 0.5 for guessing and 1 for a perfect ranking.`;
}

function section(task: TaskReport, i: number): string {
  const figure = aurocFigure(task, LIGHT);
  const [first] = task.test;
  return `<h2>${escape(figure.title)}</h2>
<div class="figure" id="${figureId(i)}" role="img" aria-label="${escape(figure.description)}"></div>
<table>
<caption class="quiet">Mean ± standard deviation over ${first ? task.test.length : 0} seeds, each with test patients of its own${
    first
      ? ` (${first.strips} strips, ${first.positives} of them ${escape(task.class)}, at the first seed)`
      : ''
  }.</caption>
<thead><tr><th>Network</th><th>Real strips per class</th><th>AUROC</th><th>AUPRC</th><th>F1 at 0.5</th><th>F1 at threshold</th><th>Threshold</th></tr></thead>
<tbody>
${task.arms.map(row).join('\n')}
</tbody>
</table>
<p class="quiet">The threshold is that of the highest F1 on the validation strips, as many as there are to train on; a network that saw no real strip has none.</p>
<div class="figure" id="${gainFigureId(i)}" role="img" aria-label="${escape(gainFigure(task, LIGHT).description)}"></div>
<table>
<thead><tr><th>Gain</th><th>Real strips per class</th><th>Over</th><th>Pre-trained − baseline</th><th>95 % interval</th><th>Seeds won</th></tr></thead>
<tbody>
${task.gains
  .map(
    (gain) =>
      `<tr><td>${METRICS[gain.metric]}</td><td>${gain.size}</td><td>${ARM_NAMES[gain.against]}</td><td>${signed(gain.mean)}</td><td>${signed(gain.low)}\u00a0to\u00a0${signed(gain.high)}</td><td>${gain.wins} of ${gain.seeds}</td></tr>`,
  )
  .join('\n')}
</tbody>
</table>`;
}

function row(arm: ArmScores): string {
  const cell = ({ mean, sd }: ArmScores['auroc']): string =>
    mean === null ? '–' : `${mean.toFixed(3)}${sd === null ? '' : `\u00a0±\u00a0${sd.toFixed(3)}`}`;
  const scores = [arm.auroc, arm.auprc, arm.f1, arm.f1Tuned, arm.threshold].map(cell);
  return `<tr><td>${ARM_NAMES[arm.arm]}</td><td>${arm.size || 'none'}</td>${scores.map((text) => `<td>${text}</td>`).join('')}</tr>`;
}

function method(report: Report): string {
  const { data, protocol } = report;
  const classes = data.classes
    .map((c) => `${c.class}: ${c.strips} strips of ${c.patients} patients`)
    .join('; ');
  const out = [
    ...report.leftOut.map((c) => c.reason),
    ...data.leftOut.map((l) => `${l.strips} strips labelled “${l.label}”`),
  ];
  const lines = [
    `Real recordings: ${data.strips} strips of ${data.patients} patients, ${data.seconds} s at ${data.rate} Hz (${classes}).`,
    `Patients are never shared between training, validation and test; ${Math.round(protocol.testShare * 100)} % of the patients are test patients. All networks of a seed see the same strips.`,
    protocol.arms.includes('scratch-long')
      ? `At equal compute: as many strips go through the network as in pre-training and fine-tuning together.`
      : '',
    `Intervals: paired bootstrap over patients, ${protocol.bootstrap.replicates} replicates.`,
    out.length > 0 ? `Left out: ${out.join('; ')}.` : '',
    report.quick ? 'This was a quick run: fewer sizes, seeds and epochs than the full one.' : '',
    `Scores, gains and raw predictions are in results.csv, gains.csv and predictions.csv beside this page. Took ${Math.round(report.seconds)} s on ${String(report.environment['device'] ?? 'an unknown device')} (${report.created}).`,
    data.attribution ? `Data: ${data.attribution}` : '',
  ];
  return lines
    .filter((line) => line !== '')
    .map((line) => `<p>${escape(line)}</p>`)
    .join('\n');
}
