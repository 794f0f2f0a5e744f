import type { Reading } from './reading';

const ICONS = { own: 'check', other: 'warning', unknown: 'question' } as const;

/** What the model says of one strip: a bar for each class, and a mark where it is another than the strip's. */
export class ReadingView {
  readonly element = document.createElement('div');

  constructor() {
    this.element.className = 'reading';
    // One thing to hear of; it changes with every key, so it is not announced.
    this.element.setAttribute('role', 'img');
    this.clear();
  }

  /** No model reads. */
  clear(): void {
    this.element.hidden = true;
    this.element.replaceChildren();
  }

  /** The strip has changed, or has not been read yet: what stands here is of an earlier one. */
  wait(): void {
    const { element } = this;
    element.hidden = false;
    element.setAttribute('aria-busy', 'true');
    if (element.childElementCount > 0) return;
    element.textContent = 'The model reads…';
    element.setAttribute('aria-label', 'The model reads the strip.');
  }

  show(reading: Reading): void {
    const { element } = this;
    element.hidden = false;
    element.setAttribute('aria-busy', 'false');
    element.setAttribute('aria-label', reading.spoken);
    element.title = reading.spoken;
    element.dataset['verdict'] = reading.verdict;
    const icon = document.createElement('span');
    icon.className = `verdict codicon codicon-${ICONS[reading.verdict]}`;
    const words = document.createElement('span');
    words.className = 'verdict';
    words.textContent = reading.words;
    element.replaceChildren(
      icon,
      ...reading.bars.map(({ name, probability, percent, top }) => {
        const bar = document.createElement('span');
        bar.className = top ? 'class-bar top' : 'class-bar';
        bar.dataset['class'] = name;
        bar.dataset['probability'] = String(probability);
        const label = document.createElement('span');
        label.textContent = name;
        const track = document.createElement('span');
        track.className = 'track';
        const fill = document.createElement('span');
        fill.style.width = `${(probability * 100).toFixed(1)}%`;
        track.append(fill);
        const number = document.createElement('span');
        number.className = 'percent';
        number.textContent = percent;
        bar.append(label, track, number);
        return bar;
      }),
      words,
    );
  }
}
