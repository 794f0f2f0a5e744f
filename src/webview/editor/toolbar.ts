import { createButton, setEnabled, setPressed } from '../shared/toolkit';
import { GAINS, type PaperScale, SPEEDS } from '../../render/paper';

export interface ToolbarActions {
  newDraw(): void;
  previousDraw(): void;
  toggleLock(): void;
  togglePaper(): void;
  togglePlot(): void;
  setSpeed(speed: number): void;
  setGain(gain: number): void;
  insertClass(): void;
  openAsText(): void;
  generate(): void;
}

export interface ToolbarState extends PaperScale {
  readonly draw: number;
  /** Whether paper is drawn; `undefined` where the theme allows none. */
  readonly paper: boolean | undefined;
  readonly plot: boolean;
  /** Whether a change of the text leaves the random numbers as they are. */
  readonly locked: boolean;
}

/** The buttons above the strips. */
export class Toolbar {
  readonly element = document.createElement('div');
  /** How the paper runs; it stands beside what else is said of the strips. */
  readonly scale = document.createElement('div');
  private readonly previous: HTMLElement;
  private readonly lock: HTMLElement;
  private readonly paper: HTMLElement;
  private readonly plot: HTMLElement;
  private readonly speed: HTMLSelectElement;
  private readonly gain: HTMLSelectElement;

  constructor(actions: ToolbarActions) {
    this.element.className = 'toolbar';
    this.element.setAttribute('role', 'toolbar');
    this.element.setAttribute('aria-label', 'Strips');
    const draw = createButton({
      label: 'New draw',
      icon: 'refresh',
      title: 'Draw every strip again with other random numbers',
      onClick: actions.newDraw,
    });
    this.previous = createButton({
      label: 'Previous draw',
      icon: 'arrow-left',
      iconOnly: true,
      appearance: 'icon',
      onClick: actions.previousDraw,
    });
    this.lock = createButton({
      label: 'Keep the draw while typing',
      icon: 'lock',
      iconOnly: true,
      appearance: 'icon',
      onClick: actions.toggleLock,
    });
    this.paper = createButton({
      label: 'ECG paper',
      icon: 'notebook',
      onClick: actions.togglePaper,
    });
    this.plot = createButton({
      label: 'Beat plot',
      icon: 'pulse',
      title: 'One beat type, large, with waves to drag',
      onClick: actions.togglePlot,
    });
    this.speed = choice('Paper speed', SPEEDS, 'mm/s', actions.setSpeed);
    this.gain = choice('Gain', GAINS, 'mm/mV', actions.setGain);
    this.scale.className = 'paper-scale';
    this.scale.append(this.speed, this.gain);
    const gap = document.createElement('span');
    gap.className = 'gap';
    const insert = createButton({
      label: 'Insert Class from Library',
      icon: 'library',
      iconOnly: true,
      appearance: 'icon',
      onClick: actions.insertClass,
    });
    const text = createButton({
      label: 'Open as Text',
      icon: 'go-to-file',
      iconOnly: true,
      appearance: 'icon',
      title: 'Open the text in the plain editor beside',
      onClick: actions.openAsText,
    });
    const generate = createButton({
      label: 'Generate Dataset',
      icon: 'database',
      appearance: 'primary',
      title: 'Generate the data set that this spec describes',
      onClick: actions.generate,
    });
    this.element.append(draw, this.previous, this.lock, this.plot, this.paper, gap, insert, text, generate);
  }

  update(state: ToolbarState): void {
    setEnabled(this.previous, state.draw > 0);
    setEnabled(this.paper, state.paper !== undefined);
    this.paper.title =
      state.paper === undefined
        ? 'High contrast keeps its own colours in place of pink paper'
        : 'ECG paper: pink, whatever the theme';
    setPressed(this.paper, state.paper ?? false);
    setPressed(this.plot, state.plot);
    setPressed(this.lock, state.locked);
    this.lock.title = state.locked
      ? 'The random numbers stay while you type: what changes on a strip is what you changed. Click for a new draw with every change'
      : 'Every change of the text is a new draw. Click to keep the random numbers';
    this.lock.querySelector('.codicon')!.className = `codicon codicon-${state.locked ? 'lock' : 'unlock'}`;
    this.speed.value = String(state.speed);
    this.gain.value = String(state.gain);
  }
}

function choice(
  label: string,
  values: readonly number[],
  unit: string,
  onChoose: (value: number) => void,
): HTMLSelectElement {
  const select = document.createElement('select');
  select.className = 'choice';
  select.title = label;
  select.setAttribute('aria-label', label);
  select.append(...values.map((value) => new Option(`${value} ${unit}`, String(value))));
  select.addEventListener('change', () => onChoose(Number(select.value)));
  return select;
}
