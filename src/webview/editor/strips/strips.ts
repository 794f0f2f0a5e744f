import type { Problem } from '../../../spec';
import type { Palette } from '../../shared/palette';
import type { Reading } from '../model/reading';
import type { PreviewStrip, SpecSummary } from '../preview/previewMessages';
import { StripView, type StripContext, type StripActions } from './strip';
import { type PaperScale, USUAL_SCALE } from '../../../render/paper';

/**
 * The list of strips. Only strips in view are drawn, a turn of the event loop after what they show has changed, so that
 * many changes are one drawing. `aria-busy` is on until what is in view shows the text as it is.
 */
export class StripList {
  private readonly views = new Map<string, StripView>();
  private readonly inViewNames = new Set<string>();
  private readonly observer: IntersectionObserver;
  private spec: SpecSummary | undefined;
  private palette: Palette;
  private scale = USUAL_SCALE;
  private indices: Readonly<Record<string, number>> = {};
  private galleries: Readonly<Record<string, number>> = {};
  private available = 0;
  private running = false;
  private waiting = true;
  private readonly empty = document.createElement('p');

  /** @param root the scrolling element around `container` */
  constructor(
    private readonly container: HTMLElement,
    root: HTMLElement,
    palette: Palette,
    private readonly actions: StripActions,
    /** Other classes than before are in view. */
    private readonly onSeen: () => void,
    private readonly onError: (error: unknown) => void,
  ) {
    this.palette = palette;
    this.empty.className = 'empty';
    this.empty.textContent = 'The strips appear here.';
    this.container.append(this.empty);
    this.showBusy();
    // Half a screen ahead of what is visible, so that scrolling meets drawn strips.
    this.observer = new IntersectionObserver((entries) => this.seen(entries), {
      root,
      rootMargin: '50% 0px',
    });
    new ResizeObserver(() => this.resized()).observe(container);
  }

  /** Names of the classes in view, or `null` while nobody knows. */
  inView(): readonly string[] | null {
    return this.inViewNames.size === 0 ? null : [...this.inViewNames];
  }

  setPalette(palette: Palette): void {
    this.palette = palette;
    this.layOut();
  }

  /** Other speed or gain of the paper. */
  setScale(scale: PaperScale): void {
    this.scale = scale;
    this.layOut();
  }

  /** Lays out one strip for each class of the spec. */
  setSpec(spec: SpecSummary): void {
    this.spec = spec;
    const names = new Set(spec.classes.map(({ name }) => name));
    for (const [name, view] of this.views) if (!names.has(name)) this.remove(name, view);
    spec.classes.forEach(({ name, title }, i) => {
      let view = this.views.get(name);
      if (view === undefined) {
        view = new StripView(name, this.actions);
        view.setShown(this.indices[name] ?? 0, this.galleries[name] ?? 0);
        this.views.set(name, view);
        this.observer.observe(view.element);
      }
      view.setTitle(title);
      if (this.container.children[i] !== view.element) {
        this.container.insertBefore(view.element, this.container.children[i] ?? null);
      }
    });
    this.empty.hidden = this.views.size > 0;
    this.layOut();
  }

  /** Which strip of each class is shown, from 0, and of how many there is a gallery. */
  setShown(indices: Readonly<Record<string, number>>, galleries: Readonly<Record<string, number>>): void {
    this.indices = indices;
    this.galleries = galleries;
    for (const [name, view] of this.views) view.setShown(indices[name] ?? 0, galleries[name] ?? 0);
  }

  /** What is wrong or doubtful about each class. */
  setProblems(problems: readonly Problem[]): void {
    for (const [name, view] of this.views)
      view.setProblems(problems.filter(({ path }) => path[0] === 'classes' && path[1] === name));
  }

  /** What a model says of a class's strip. */
  setReading(className: string, reading: Reading | 'waiting' | null): void {
    this.views.get(className)?.setReading(reading);
  }

  setGallery(className: string, first: number, strips: readonly Int16Array[]): void {
    if (this.spec === undefined) return;
    this.views.get(className)?.setGallery(first, strips, this.spec.resolution);
  }

  setStrips(strips: readonly PreviewStrip[]): void {
    if (this.spec === undefined) return;
    const context = this.context();
    for (const strip of strips) {
      const view = this.views.get(strip.class);
      view?.setStrip(strip, this.spec.resolution);
      if (context !== undefined) view?.layOut(context);
    }
    this.schedule();
  }

  /** Samples are on their way, or not any more. */
  setWaiting(waiting: boolean): void {
    this.waiting = waiting;
    this.showBusy();
  }

  /** @returns false while there is no strip of that class */
  scrollTo(name: string): boolean {
    const view = this.views.get(name);
    view?.element.scrollIntoView({ block: 'start' });
    return view !== undefined;
  }

  /** Says in place of strips why there are none. */
  setEmptyText(text: string): void {
    this.empty.textContent = text;
  }

  /** Greys the strips while they do not show the text as it is. */
  setStale(stale: boolean): void {
    this.container.classList.toggle('stale', stale);
  }

  private remove(name: string, view: StripView): void {
    this.observer.unobserve(view.element);
    this.views.delete(name);
    this.inViewNames.delete(name);
    view.element.remove();
  }

  private seen(entries: readonly IntersectionObserverEntry[]): void {
    for (const { target, isIntersecting } of entries) {
      const name = (target as HTMLElement).dataset['class']!;
      if (isIntersecting) this.inViewNames.add(name);
      else this.inViewNames.delete(name);
    }
    this.onSeen();
    this.schedule();
  }

  private resized(): void {
    const width = this.container.clientWidth;
    // Hidden pages have no width; what they show stays as it is until they are seen again.
    if (width === 0 || width === this.available) return;
    this.available = width;
    this.layOut();
  }

  private layOut(): void {
    const context = this.context();
    if (context === undefined) return;
    for (const view of this.views.values()) view.layOut(context);
    this.schedule();
  }

  private context(): StripContext | undefined {
    const { spec, palette, available, scale } = this;
    if (spec === undefined || available === 0) return undefined;
    return { spec, palette, available, scale };
  }

  private schedule(): void {
    if (this.running) return;
    this.running = true;
    this.showBusy();
    void this.drawAll();
  }

  private async drawAll(): Promise<void> {
    try {
      await nextTurn();
      const context = this.context();
      if (context === undefined) return;
      for (const view of this.inViewViews()) if (view.needsDrawing(context)) view.draw(context);
    } catch (error) {
      this.onError(error);
    } finally {
      this.running = false;
      this.showBusy();
    }
  }

  private showBusy(): void {
    const busy = this.waiting || this.running;
    this.container.setAttribute('aria-busy', String(busy));
  }

  /** Strips in view, top to bottom. */
  private inViewViews(): StripView[] {
    return (this.spec?.classes ?? []).flatMap(({ name }) =>
      this.inViewNames.has(name) ? (this.views.get(name) ?? []) : [],
    );
  }
}

/** Lets key presses and scrolling go first. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
