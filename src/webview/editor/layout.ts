/** Narrower than this the strips go below the text, px. */
const NARROW = 720;
/** Smallest and largest share of the text. */
const LEAST = 0.2;
const MOST = 0.8;

/** Text and strips side by side, or one above the other in a narrow panel, with a divider to drag. */
export class Layout {
  readonly text = document.createElement('div');
  readonly preview = document.createElement('div');
  private readonly divider = document.createElement('div');

  constructor(
    private readonly root: HTMLElement,
    private share: number,
    private readonly onShare: (share: number) => void,
  ) {
    this.text.className = 'text-pane';
    this.preview.className = 'preview-pane';
    this.preview.setAttribute('role', 'region');
    this.preview.setAttribute('aria-label', 'Strips of the spec');
    this.divider.className = 'divider';
    this.divider.tabIndex = 0;
    this.divider.setAttribute('role', 'separator');
    this.divider.setAttribute('aria-label', 'Share of the text');
    this.divider.setAttribute('aria-valuemin', String(LEAST * 100));
    this.divider.setAttribute('aria-valuemax', String(MOST * 100));
    root.className = 'editor-page';
    root.replaceChildren(this.text, this.divider, this.preview);
    this.divider.addEventListener('pointerdown', (event) => this.drag(event));
    this.divider.addEventListener('keydown', (event) => this.key(event));
    this.divider.addEventListener('dblclick', () => this.set(0.5));
    new ResizeObserver(() => this.orient()).observe(root);
    this.orient();
    this.set(share);
  }

  private get below(): boolean {
    return this.root.classList.contains('below');
  }

  private orient(): void {
    const { clientWidth } = this.root;
    if (clientWidth === 0) return;
    this.root.classList.toggle('below', clientWidth < NARROW);
    this.divider.setAttribute('aria-orientation', this.below ? 'horizontal' : 'vertical');
  }

  private set(share: number): void {
    this.share = Math.min(MOST, Math.max(LEAST, share));
    this.root.style.setProperty('--text-share', String(this.share));
    this.divider.setAttribute('aria-valuenow', String(Math.round(this.share * 100)));
    this.onShare(this.share);
  }

  private drag(start: PointerEvent): void {
    if (start.button !== 0) return;
    start.preventDefault();
    this.divider.setPointerCapture(start.pointerId);
    this.divider.classList.add('dragging');
    const move = (event: PointerEvent): void => {
      const box = this.root.getBoundingClientRect();
      this.set(this.below ? (event.clientY - box.top) / box.height : (event.clientX - box.left) / box.width);
    };
    const end = (): void => {
      this.divider.classList.remove('dragging');
      this.divider.removeEventListener('pointermove', move);
      this.divider.removeEventListener('lostpointercapture', end);
    };
    this.divider.addEventListener('pointermove', move);
    this.divider.addEventListener('lostpointercapture', end);
  }

  private key(event: KeyboardEvent): void {
    const back = this.below ? 'ArrowUp' : 'ArrowLeft';
    const on = this.below ? 'ArrowDown' : 'ArrowRight';
    const step = event.key === back ? -0.02 : event.key === on ? 0.02 : 0;
    if (step === 0) return;
    event.preventDefault();
    this.set(this.share + step);
  }
}
