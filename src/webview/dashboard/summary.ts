import { inWords, type Phase, type Run } from './run';

const PHASES: Record<Phase, string> = {
  waiting: 'Waiting for the first step',
  starting: 'Getting ready',
  running: 'Running',
  done: 'Done',
  failed: 'Failed',
  cancelled: 'Cancelled',
};
const JOBS = { pretrain: 'Pre-training', evaluate: 'Fine-tuning and evaluation' };

/** The head of the dashboard: state, progress, figures in words. */
export class Summary {
  readonly element = element('header');
  private readonly title = element('h1');
  private readonly phase = element('strong');
  private readonly detail = element('span', 'dim');
  private readonly bar = element('div', 'bar');
  private readonly filled = element('div');
  private readonly message = element('p', 'message');
  private readonly hint = element('p', 'dim hint');
  private readonly tiles = element('dl', 'tiles');

  constructor() {
    const state = element('p', 'state');
    state.setAttribute('role', 'status');
    state.append(this.phase, this.detail);
    this.bar.setAttribute('role', 'progressbar');
    this.bar.setAttribute('aria-valuemin', '0');
    this.bar.setAttribute('aria-valuemax', '100');
    this.bar.setAttribute('aria-label', 'Progress');
    this.bar.append(this.filled);
    this.message.setAttribute('role', 'alert');
    this.element.append(this.title, state, this.bar, this.message, this.hint, this.tiles);
  }

  show(title: string, run: Run): void {
    setText(this.title, title === '' ? 'Training' : title);
    setText(this.phase, PHASES[run.phase]);
    setText(this.detail, detailOf(run));
    this.phase.dataset['phase'] = this.bar.dataset['phase'] = run.phase;
    const percent = Math.round(100 * run.share);
    this.filled.style.width = `${percent}%`;
    this.bar.setAttribute('aria-valuenow', String(percent));
    setText(this.message, run.phase === 'failed' ? (run.message ?? 'The terminal says why.') : '');
    this.message.hidden = run.phase !== 'failed';
    setText(this.hint, hintOf(run));
    this.hint.hidden = this.hint.textContent === '';
    this.tiles.replaceChildren(...tilesOf(run).map(([name, value]) => tile(name, value)));
  }
}

function detailOf(run: Run): string {
  const parts: string[] = [];
  if (run.job !== undefined)
    parts.push(JOBS[run.job] + (run.device === undefined ? '' : ` on ${run.device}`));
  if (run.progress !== undefined && run.phase !== 'done') parts.push(run.progress);
  if (run.phase === 'done' && run.seconds !== undefined) parts.push(`in ${inWords(run.seconds)}`);
  return parts.join(' · ');
}

function hintOf(run: Run): string {
  if (run.phase === 'waiting') {
    return 'Curves appear here as soon as the first steps are done. The terminal shows what is going on until then.';
  }
  if (run.phase === 'starting') {
    return run.job === 'evaluate'
      ? 'The first network is being fine-tuned.'
      : 'The strips are being read and resampled.';
  }
  if (run.phase === 'cancelled') return 'What was computed until then is shown; no network was written.';
  return '';
}

function tilesOf(run: Run): (readonly [string, string])[] {
  const tiles: (readonly [string, string])[] = [];
  const loss = run.loss.at(-1);
  if (loss !== undefined) tiles.push(['training loss', loss.y.toFixed(3)]);
  const auroc = run.validationAuroc.at(-1);
  if (auroc !== undefined) tiles.push(['validation AUROC', auroc.y.toFixed(3)]);
  if (run.phase === 'running') {
    if (run.stripsPerSecond !== undefined) {
      tiles.push(['strips a second', Math.round(run.stripsPerSecond).toLocaleString('en')]);
    }
    if (run.secondsLeft !== undefined) tiles.push(['left', inWords(run.secondsLeft)]);
  }
  return tiles;
}

function tile(name: string, value: string): HTMLElement {
  const cell = element('div');
  const dt = element('dt');
  const dd = element('dd');
  dt.textContent = name;
  dd.textContent = value;
  cell.append(dt, dd);
  return cell;
}

/** Sets the text only when it differs: screen readers read what changes. */
function setText(target: HTMLElement, text: string): void {
  if (target.textContent !== text) target.textContent = text;
}

function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  className = '',
): HTMLElementTagNameMap[Tag] {
  const created = document.createElement(tag);
  created.className = className;
  return created;
}
