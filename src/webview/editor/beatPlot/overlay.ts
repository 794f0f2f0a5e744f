import { type Handle, handleNear, nameOf } from './handles';
import { type PlottedBeat, type PlotWave, waveInWords } from './plottedBeat';

const SVG = 'http://www.w3.org/2000/svg';

export interface OverlayEvents {
  /** A handle was pressed. */
  press(handle: Handle, element: SVGGElement, event: PointerEvent): void;
  key(handle: Handle, event: KeyboardEvent): void;
  focus(handle: Handle): void;
  blur(): void;
}

/** The handles on the plot: elements that stay the same while they move, so that the focus stays on them. */
export class Overlay {
  readonly element = document.createElementNS(SVG, 'svg');
  private readonly whiskers = document.createElementNS(SVG, 'g');
  private readonly elements = new Map<string, SVGGElement>();
  private readonly handles = new Map<string, Handle>();

  constructor(private readonly events: OverlayEvents) {
    this.element.setAttribute('class', 'handles');
    this.whiskers.setAttribute('class', 'whiskers');
    this.element.append(this.whiskers);
  }

  /** @param enabled whether handles can be moved */
  update(beat: PlottedBeat, handles: readonly Handle[], chosen: string | undefined, enabled: boolean): void {
    const keys = new Set(handles.map(keyOf));
    for (const [key, element] of this.elements) {
      if (keys.has(key)) continue;
      element.remove();
      this.elements.delete(key);
      this.handles.delete(key);
    }
    for (const handle of handles) {
      const key = keyOf(handle);
      this.handles.set(key, handle);
      let element = this.elements.get(key);
      if (element === undefined) {
        element = this.create(handle, key);
        this.elements.set(key, element);
        this.element.append(element);
      }
      const wave = beat.waves.find(({ name }) => name === handle.wave)!;
      element.setAttribute('transform', `translate(${handle.x.toFixed(1)} ${handle.y.toFixed(1)})`);
      element.classList.toggle('chosen', handle.wave === chosen);
      element.classList.toggle('below', wave.middle.amplitude < 0);
      element.setAttribute('aria-label', nameOf(handle, wave));
      element.setAttribute('aria-disabled', String(!enabled));
      announce(element, handle, wave);
    }
    this.drawWhiskers(handles);
  }

  /** Marks the peaks of waves of which something is said. */
  mark(troubles: ReadonlyMap<string, string>): void {
    for (const element of this.elements.values()) {
      if (element.dataset['kind'] !== 'peak') continue;
      const trouble = troubles.get(element.dataset['wave']!);
      element.classList.toggle('trouble', trouble !== undefined);
      element.querySelector('title')?.remove();
      if (trouble === undefined) continue;
      const title = document.createElementNS(SVG, 'title');
      title.textContent = trouble;
      element.prepend(title);
    }
  }

  focusOn(wave: string): void {
    this.elements.get(keyOf({ wave, kind: 'peak', side: 1 }))?.focus();
  }

  /** The handle that is nearest to a pointer, whichever lies on top there. */
  private meant(event: PointerEvent, pressed: Handle): Handle {
    const box = this.element.getBoundingClientRect();
    return (
      handleNear([...this.handles.values()], event.clientX - box.left, event.clientY - box.top) ?? pressed
    );
  }

  private create(handle: Handle, key: string): SVGGElement {
    const element = document.createElementNS(SVG, 'g');
    element.setAttribute('class', `handle ${handle.kind}`);
    element.dataset['wave'] = handle.wave;
    element.dataset['kind'] = handle.kind;
    element.dataset['side'] = String(handle.side);
    element.setAttribute('tabindex', '0');
    element.setAttribute('role', 'slider');
    element.setAttribute('aria-roledescription', 'handle');
    // Larger than what is seen, so that a finger or a hurried mouse meets it.
    const target = document.createElementNS(SVG, 'circle');
    target.setAttribute('class', 'target');
    target.setAttribute('r', '11');
    element.append(target, shapeOf(handle));
    if (handle.kind === 'peak') {
      const label = document.createElementNS(SVG, 'text');
      label.setAttribute('class', 'wave-name');
      label.textContent = handle.wave;
      element.append(label);
    }
    const now = (): Handle => this.handles.get(key) ?? handle;
    element.addEventListener('pointerdown', (event) => {
      const handle = this.meant(event, now());
      this.events.press(handle, this.elements.get(keyOf(handle)) ?? element, event);
    });
    element.addEventListener('keydown', (event) => this.events.key(now(), event));
    element.addEventListener('focus', () => this.events.focus(now()));
    element.addEventListener('blur', () => this.events.blur());
    return element;
  }

  private drawWhiskers(handles: readonly Handle[]): void {
    const ends = handles.filter(({ kind }) => kind.endsWith('spread'));
    const lines = ends
      .filter(({ side }) => side < 0)
      .map((from) => {
        const to = ends.find(({ kind, side }) => kind === from.kind && side > 0)!;
        return `M${point(from.end)}L${point(to.end)}`;
      });
    const path = document.createElementNS(SVG, 'path');
    path.setAttribute('d', lines.join(''));
    this.whiskers.replaceChildren(path);
  }
}

function point({ x, y }: { x: number; y: number }): string {
  return `${x.toFixed(1)} ${y.toFixed(1)}`;
}

function keyOf({ wave, kind, side }: Pick<Handle, 'wave' | 'kind' | 'side'>): string {
  return `${kind} ${side} ${wave}`;
}

function shapeOf({ kind }: Handle): SVGElement {
  if (kind === 'peak') {
    const circle = document.createElementNS(SVG, 'circle');
    circle.setAttribute('class', 'mark');
    circle.setAttribute('r', '4.5');
    return circle;
  }
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('class', 'mark');
  const shapes = {
    rise: 'M4 -5L-5 0L4 5Z',
    fall: 'M-4 -5L5 0L-4 5Z',
    'amplitude-spread': 'M-6 -1.5H6V1.5H-6Z',
    'time-spread': 'M-1.5 -6V6H1.5V-6Z',
  } as const;
  path.setAttribute('d', shapes[kind]);
  return path;
}

function announce(element: SVGGElement, { kind }: Handle, wave: PlotWave): void {
  const values = {
    peak: wave.middle.amplitude,
    rise: wave.middle.rise * 1000,
    fall: wave.middle.fall * 1000,
    'amplitude-spread': wave.spread.amplitude ?? 0,
    'time-spread': (wave.spread.at ?? 0) * 1000,
  };
  element.setAttribute('aria-valuenow', String(Number(values[kind].toFixed(4))));
  element.setAttribute('aria-valuetext', waveInWords(wave));
}
