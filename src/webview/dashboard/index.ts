/** The training dashboard: what the events of one run say, drawn anew as they come. */
import type { FromDashboard, RunOutcome, ToDashboard } from '../../protocol';
import { FigureGrid } from '../shared/figureGrid';
import '../shared/page.css';
import { plotPalette } from '../shared/palette';
import { onThemeChange, readTheme } from '../shared/theme';
import { connect, onUncaught } from '../shared/host';
import './dashboard.css';
import { figuresOf } from './figures';
import { readRun } from './run';
import { Summary } from './summary';

/** What VS Code keeps for the page: which run it shows, so that a reloaded window finds it again. */
interface State {
  readonly folder: string;
}

const host = connect<ToDashboard, FromDashboard, State>();
const report = (message: string): void => host.send({ type: 'error', message });
onUncaught((message, stack) => report(stack ?? message));

const summary = new Summary();
const figures = new FigureGrid((error) =>
  report(error instanceof Error ? (error.stack ?? error.message) : String(error)),
);
document.getElementById('app')!.replaceChildren(summary.element, figures.element);

let title = '';
let lines: string[] = [];
let outcome: RunOutcome | undefined;

function draw(): void {
  const run = readRun(lines, outcome);
  summary.show(title, run);
  figures.show(figuresOf(run, plotPalette(readTheme(), false)));
}

host.onMessage((message) => {
  switch (message.type) {
    case 'run':
      title = message.title;
      lines = [...message.lines];
      outcome = undefined;
      host.setState({ folder: message.folder });
      break;
    case 'lines':
      lines.push(...message.lines);
      break;
    case 'ended':
      outcome = message.outcome;
      break;
  }
  draw();
});
onThemeChange(draw);
draw();
host.send({ type: 'ready' });
