/** The report page: what report.json says, in VS Code's colours. */
import type { FromReport, ToReport } from '../../protocol';
import { aurocFigure, type FigureColors } from '../../training/figures';
import { parseReport, type Report } from '../../training/report';
import { figureId, reportBody } from '../../training/reportPage';
import { connect, onUncaught } from '../shared/host';
import '../shared/page.css';
import { plotPalette } from '../shared/palette';
import { loadPlotly, type Plotly } from '../shared/plotly';
import { onThemeChange, readTheme } from '../shared/theme';
import './report.css';

/** What VS Code keeps for the page, so that a reloaded window finds its report again. */
interface State {
  readonly folder: string;
}

const host = connect<ToReport, FromReport, State>();
const tell = (error: unknown): void =>
  host.send({
    type: 'error',
    message: error instanceof Error ? (error.stack ?? error.message) : String(error),
  });
onUncaught((message, stack) => tell(stack ?? message));

const app = document.getElementById('app')!;
const LINKS = {
  'results.csv': 'Scores',
  'predictions.csv': 'Predictions',
  'report.html': 'Report as a page',
};
let report: Report | undefined;

function show(text: string): void {
  try {
    report = parseReport(text);
  } catch (error) {
    complain(error instanceof Error ? error.message : String(error));
    return;
  }
  app.innerHTML = reportBody(report);
  app.prepend(links());
  draw().catch(tell);
}

function complain(reason: string): void {
  report = undefined;
  const message = document.createElement('p');
  message.className = 'message';
  message.setAttribute('role', 'alert');
  message.textContent = reason;
  app.replaceChildren(message);
}

function links(): HTMLElement {
  const nav = document.createElement('nav');
  nav.className = 'links';
  nav.setAttribute('aria-label', 'Files of the report');
  for (const [name, label] of Object.entries(LINKS)) {
    const link = document.createElement('a');
    link.href = '#';
    link.textContent = `${label} (${name})`;
    link.addEventListener('click', (event) => {
      event.preventDefault();
      host.send({ type: 'openFile', name });
    });
    nav.append(link);
  }
  return nav;
}

async function draw(): Promise<void> {
  const plotly = await loadPlotly();
  const colors = figureColors();
  for (const [i, task] of (report?.tasks ?? []).entries()) {
    const target = document.getElementById(figureId(i));
    if (target === null) continue;
    const { data, layout } = aurocFigure(task, colors);
    await plotly.react(target, data, layout, { displayModeBar: false });
  }
}

function figureColors(): FigureColors {
  const palette = plotPalette(readTheme(), false);
  const [pretrained = palette.trace, scratch = palette.accent] = palette.series;
  return {
    background: palette.background,
    text: palette.text,
    grid: palette.gridMajor,
    pretrained,
    scratch,
    synthetic: palette.text,
  };
}

function resize(plotly: Plotly): void {
  // A hidden page has no size; Plotly must not shrink its pictures to that.
  if (app.clientWidth === 0) return;
  for (const plot of app.querySelectorAll<HTMLElement>('.js-plotly-plot')) plotly.Plots.resize(plot);
}

host.onMessage((message) => {
  if (message.type === 'missing') return complain(message.reason);
  host.setState({ folder: message.folder });
  show(message.json);
});
onThemeChange(() => void draw().catch(tell));
new ResizeObserver(() => {
  if (report !== undefined) loadPlotly().then(resize, tell);
}).observe(app);
host.send({ type: 'ready' });
