/** The report page: what report.json, realism.json, import.json or gains.json says, in VS Code's colours. */
import type { FromReport, ReportKind, ToReport } from '../../protocol';
import { summaryBody } from '../../importing/page';
import { parseImport } from '../../importing/summary';
import { gainRows, parseGains } from '../../training/gains/gains';
import { gainsBody, gainsFigures } from '../../training/gains/page';
import type { PlotlyFigure } from '../../training/page';
import { figuresOf } from '../../training/realism/figures';
import { realismBody } from '../../training/realism/page';
import { parseRealism } from '../../training/realism/report';
import { parseReport } from '../../training/report';
import { figuresOf as reportFigures, reportBody } from '../../training/reportPage';
import { connect, onUncaught } from '../shared/host';
import '../shared/page.css';
import { plotPalette, type Palette } from '../shared/palette';
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

/** What a report shows: HTML, the files beside it, and pictures that are drawn in a theme's colours. */
interface Shown {
  readonly body: string;
  readonly links: Readonly<Record<string, string>>;
  readonly figures: readonly { readonly id: string; draw(palette: Palette): PlotlyFigure }[];
}
let shown: Shown | undefined;

const READERS: Record<ReportKind, (json: string) => Shown> = {
  report: gainOf,
  realism: realismOf,
  import: importOf,
  gains: gainsOf,
};

/** What every figure takes of a palette. */
const groundOf = ({ background, text, gridMajor: grid }: Palette) => ({ background, text, grid });

function gainOf(json: string): Shown {
  const report = parseReport(json);
  return {
    body: reportBody(report),
    links: {
      'results.csv': 'Scores',
      'gains.csv': 'Gains',
      'predictions.csv': 'Predictions',
      'report.html': 'Report as a page',
    },
    figures: reportFigures(report).map(({ id, draw }) => ({
      id,
      draw: (palette: Palette) =>
        draw({
          ...groundOf(palette),
          pretrained: palette.series[0] ?? palette.trace,
          scratch: palette.series[1] ?? palette.accent,
          scratchLong: palette.series[2] ?? palette.text,
          synthetic: palette.text,
        }),
    })),
  };
}

function gainsOf(json: string): Shown {
  const gains = parseGains(json);
  return {
    body: gainsBody(gains),
    links: { 'gains.csv': 'Gains', 'gains.html': 'Gains as a page' },
    figures: gainsFigures(gainRows(gains.reports)).map(({ id, draw }) => ({
      id,
      draw: (palette: Palette) => draw({ ...groundOf(palette), series: palette.series }),
    })),
  };
}

function realismOf(json: string): Shown {
  const report = parseRealism(json);
  return {
    body: realismBody(report),
    links: {
      'distances.csv': 'Distances',
      'measures.csv': 'Measures of every strip',
      'realism.html': 'Report as a page',
    },
    figures: report.classes.flatMap((one, i) =>
      figuresOf(one, i).map(({ id, draw }) => ({
        id,
        draw: (palette: Palette) =>
          draw({
            ...groundOf(palette),
            synthetic: palette.series[0] ?? palette.trace,
            real: palette.series[1] ?? palette.accent,
          }),
      })),
    ),
  };
}

function importOf(json: string): Shown {
  return {
    body: summaryBody(parseImport(json)),
    links: {
      'strips.csv': 'Strips',
      'dropped.csv': 'What was left out',
      'ATTRIBUTION.md': 'Source and licence',
      'summary.html': 'Summary as a page',
    },
    figures: [],
  };
}

function show(kind: ReportKind, json: string): void {
  try {
    shown = READERS[kind](json);
  } catch (error) {
    complain(error instanceof Error ? error.message : String(error));
    return;
  }
  app.innerHTML = shown.body;
  app.prepend(linksTo(shown.links));
  draw().catch(tell);
}

function complain(reason: string): void {
  shown = undefined;
  const message = document.createElement('p');
  message.className = 'message';
  message.setAttribute('role', 'alert');
  message.textContent = reason;
  app.replaceChildren(message);
}

function linksTo(files: Shown['links']): HTMLElement {
  const nav = document.createElement('nav');
  nav.className = 'links';
  nav.setAttribute('aria-label', 'Files of the report');
  for (const [name, label] of Object.entries(files)) {
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
  if (shown === undefined || shown.figures.length === 0) return;
  const plotly = await loadPlotly();
  const palette = plotPalette(readTheme(), false);
  for (const figure of shown.figures) {
    const target = document.getElementById(figure.id);
    if (target === null) continue;
    const { data, layout } = figure.draw(palette);
    await plotly.react(target, data, layout, { displayModeBar: false });
  }
}

function resize(plotly: Plotly): void {
  // A hidden page has no size; Plotly must not shrink its pictures to that.
  if (app.clientWidth === 0) return;
  for (const plot of app.querySelectorAll<HTMLElement>('.js-plotly-plot')) plotly.Plots.resize(plot);
}

host.onMessage((message) => {
  if (message.type === 'missing') return complain(message.reason);
  host.setState({ folder: message.folder });
  show(message.kind, message.json);
});
onThemeChange(() => void draw().catch(tell));
new ResizeObserver(() => {
  if (shown !== undefined && shown.figures.length > 0) loadPlotly().then(resize, tell);
}).observe(app);
host.send({ type: 'ready' });
