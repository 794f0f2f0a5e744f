import { changesOf, type TextChange } from '../../../protocol';
import type { Interval } from '../../../spec/measures';
import { createButton, setEnabled } from '../../shared/toolkit';
import type * as Intervals from './intervals';

export interface IntervalDialogOptions {
  text(): string;
  /** Writes into the text, as one undo step. */
  replace(changes: readonly TextChange[]): void;
  readonly onError: (error: unknown) => void;
}

const NAMES: Readonly<Record<Interval, string>> = {
  PR: 'PR interval',
  QRS: 'QRS duration',
  QT: 'QT interval',
  rate: 'heart rate',
};

/** Asks what an interval of a class shall be, shows what that changes, and writes it. */
export class IntervalDialog {
  readonly element = document.createElement('dialog');

  constructor(private readonly options: IntervalDialogOptions) {
    this.element.className = 'interval-dialog';
  }

  /** @param value s, of a rate bpm; undefined: begins with what the class has now */
  open(className: string, interval: Interval, value: number | undefined): void {
    import('./intervals')
      .then((library) => this.show(library, className, interval, value))
      .catch(this.options.onError);
  }

  private show(
    library: typeof Intervals,
    className: string,
    interval: Interval,
    wanted: number | undefined,
  ): void {
    const { element, options } = this;
    const perUnit = interval === 'rate' ? 1 : 1000;
    const unit = interval === 'rate' ? 'bpm' : 'ms';
    const title = document.createElement('h2');
    title.id = 'interval-title';
    title.textContent = `The ${NAMES[interval]} of ${className}`;
    element.setAttribute('aria-labelledby', title.id);
    const beats = library.beatsIn(options.text(), className);
    const beat = document.createElement('select');
    beat.className = 'choice';
    beat.append(...beats.map((name) => new Option(name, name)));
    const input = document.createElement('input');
    input.type = 'number';
    input.min = '0';
    input.step = '1';
    const now = document.createElement('span');
    const news = document.createElement('div');
    news.setAttribute('aria-live', 'polite');
    const apply = createButton({
      label: 'Write into the Spec',
      appearance: 'primary',
      onClick: () => write(),
    });
    const cancel = createButton({ label: 'Cancel', onClick: () => element.close() });

    const begin = (): void => {
      const has = library.intervalNow(options.text(), className, beat.value, interval);
      now.textContent =
        has === null
          ? 'It has none in the middle of the spec.'
          : `In the middle of the spec it is ${Math.round(has * perUnit)} ${unit}.`;
      const start = wanted ?? has;
      input.value = start === null ? '' : String(Math.round(start * perUnit));
      tell();
    };
    const result = (): ReturnType<typeof library.changeTo> =>
      library.changeTo(options.text(), className, beat.value, interval, Number(input.value) / perUnit);
    const tell = (): void => {
      const change = input.value === '' || beat.value === '' ? undefined : result();
      setEnabled(apply, change?.ok === true && change.edits.length > 0);
      news.replaceChildren(...(change === undefined ? [] : tidings(change)));
    };
    const write = (): void => {
      const change = result();
      if (!change.ok) return tell();
      element.close();
      options.replace(changesOf(change.edits));
    };
    beat.addEventListener('change', begin);
    input.addEventListener('input', tell);
    input.addEventListener('keydown', (event) => {
      if (event.key === 'Enter') write();
    });
    const row = document.createElement('div');
    row.className = 'row';
    row.append(labelled('Beat type', beat), labelled(unit, input, true));
    const buttons = document.createElement('div');
    buttons.className = 'buttons';
    buttons.append(apply, cancel);
    element.replaceChildren(title, row, now, news, buttons);
    element.showModal();
    begin();
    input.focus();
    input.select();
  }
}

function tidings(change: ReturnType<typeof Intervals.changeTo>): HTMLElement[] {
  if (!change.ok) return [paragraph(change.message, 'refusal')];
  if (change.edits.length === 0) return [paragraph('The spec says so already.')];
  const list = document.createElement('ul');
  list.append(
    ...change.lines.map((line) => {
      const item = document.createElement('li');
      item.textContent = line;
      return item;
    }),
  );
  const also =
    change.alsoChanged.length === 0 ? [] : [paragraph(`Also changed: ${change.alsoChanged.join(', ')}.`)];
  return [list, ...also, ...change.warnings.map((warning) => paragraph(warning, 'warning'))];
}

function paragraph(text: string, className = ''): HTMLElement {
  const p = document.createElement('p');
  p.className = className;
  p.textContent = text;
  return p;
}

function labelled(text: string, field: HTMLElement, after = false): HTMLElement {
  const label = document.createElement('label');
  label.append(...(after ? [field, text] : [text, field]));
  return label;
}
