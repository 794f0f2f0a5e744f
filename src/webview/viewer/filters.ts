import type { ViewerColumn } from '../../protocol';
import { CLASS_COLUMN, type Filter } from '../../viewer';
import { countText, headingOf } from './format';

/** Columns of names with more of them (such as records), or with one alone, are not offered name by name. */
const MOST_NAMES = 60;
/** While a limit is typed nothing happens, ms. */
const PATIENCE = 250;

interface Range {
  readonly column: string;
  readonly element: HTMLElement;
  readonly min: HTMLInputElement;
  readonly max: HTMLInputElement;
}

/**
 * What is shown: the classes with how many strips each has (which is the balance of the set), other names, and limits on
 * any number.
 */
export class Filters {
  readonly element = document.createElement('form');
  private readonly groups = new Map<string, HTMLInputElement[]>();
  private readonly ranges: Range[] = [];
  private readonly limits = document.createElement('div');
  private readonly adder = document.createElement('select');
  private readonly bars: { bar: HTMLElement; count: HTMLElement; total: number }[] = [];
  private columns: readonly ViewerColumn[] = [];
  private lateKnown = false;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly onChange: () => void) {
    this.element.className = 'filters';
    this.element.setAttribute('aria-label', 'Which strips are shown');
    this.element.addEventListener('submit', (event) => event.preventDefault());
    this.limits.className = 'limits';
    this.adder.setAttribute('aria-label', 'Limit a measure or drawn value');
    this.adder.addEventListener('change', () => {
      const id = this.adder.value;
      this.adder.value = '';
      if (id !== '') this.addRange(id, undefined, undefined).min.focus();
    });
  }

  /** Lays out the filters of a set, with those of `given` that fit it. */
  setColumns(
    columns: readonly ViewerColumn[],
    byClass: readonly number[],
    titles: Readonly<Record<string, string>>,
    given: Filter,
  ): void {
    this.columns = columns;
    this.groups.clear();
    this.ranges.length = 0;
    this.bars.length = 0;
    this.limits.replaceChildren();
    const groups = columns
      .filter(
        ({ kind, id, names }) =>
          kind === 'choice' && (id === CLASS_COLUMN || (names.length > 1 && names.length <= MOST_NAMES)),
      )
      .map((column) => this.group(column, byClass, titles, given));
    const limits = document.createElement('fieldset');
    const legend = document.createElement('legend');
    legend.textContent = 'Limits';
    limits.append(legend, this.limits, this.adder);
    this.element.replaceChildren(...groups, limits);
    for (const { column, min, max } of given.ranges) {
      if (columns.some(({ id, kind }) => id === column && kind === 'number')) this.addRange(column, min, max);
    }
    this.offer();
  }

  /** How many strips of each class are shown. */
  setCounts(byClass: readonly number[]): void {
    const most = Math.max(1, ...this.bars.map(({ total }) => total));
    this.bars.forEach(({ bar, count, total }, i) => {
      const shown = byClass[i] ?? 0;
      bar.style.setProperty('--share', `${(100 * shown) / most}%`);
      bar.style.setProperty('--total', `${(100 * total) / most}%`);
      count.textContent = shown === total ? countText(total) : `${countText(shown)} of ${countText(total)}`;
    });
  }

  /** What needs the samples can be limited from now on. */
  setLateKnown(known: boolean): void {
    this.lateKnown = known;
    this.offer();
  }

  get filter(): Filter {
    const choices = [...this.groups].flatMap(([column, boxes]) =>
      boxes.every(({ checked }) => checked)
        ? []
        : [{ column, names: boxes.filter(({ checked }) => checked).map(({ value }) => value) }],
    );
    const ranges = this.ranges.flatMap(({ column, min, max }) => {
      const [low, high] = [min.valueAsNumber, max.valueAsNumber];
      if (Number.isNaN(low) && Number.isNaN(high)) return [];
      return [
        {
          column,
          ...(Number.isNaN(low) ? {} : { min: low }),
          ...(Number.isNaN(high) ? {} : { max: high }),
        },
      ];
    });
    return { choices, ranges };
  }

  private group(
    { id, label, names }: ViewerColumn,
    byClass: readonly number[],
    titles: Readonly<Record<string, string>>,
    given: Filter,
  ): HTMLElement {
    const shown = given.choices.find(({ column }) => column === id)?.names;
    const fieldset = document.createElement('fieldset');
    const legend = document.createElement('legend');
    legend.textContent = label;
    const boxes: HTMLInputElement[] = [];
    const all = document.createElement('button');
    all.type = 'button';
    all.className = 'link';
    all.textContent = 'All or none';
    all.addEventListener('click', () => {
      const on = !boxes.every(({ checked }) => checked);
      for (const box of boxes) box.checked = on;
      this.onChange();
    });
    fieldset.append(legend, all);
    names.forEach((name, i) => {
      const line = document.createElement('label');
      const box = document.createElement('input');
      box.type = 'checkbox';
      box.value = name;
      box.checked = shown?.includes(name) ?? true;
      box.addEventListener('change', () => this.onChange());
      const text = document.createElement('span');
      text.className = 'name';
      text.textContent = name;
      line.title = titles[name] ?? name;
      line.append(box, text);
      if (id === CLASS_COLUMN) {
        const count = document.createElement('span');
        count.className = 'count';
        const bar = document.createElement('span');
        bar.className = 'bar';
        bar.setAttribute('aria-hidden', 'true');
        line.append(count, bar);
        this.bars.push({ bar, count, total: byClass[i] ?? 0 });
      }
      boxes.push(box);
      fieldset.append(line);
    });
    this.groups.set(id, boxes);
    return fieldset;
  }

  private addRange(id: string, low: number | undefined, high: number | undefined): Range {
    const column = this.columns.find((one) => one.id === id)!;
    const element = document.createElement('div');
    element.className = 'limit';
    element.setAttribute('role', 'group');
    element.setAttribute('aria-label', headingOf(column));
    const name = document.createElement('span');
    name.className = 'name';
    name.textContent = headingOf(column);
    const input = (what: string, value: number | undefined): HTMLInputElement => {
      const field = document.createElement('input');
      field.type = 'number';
      field.step = 'any';
      field.placeholder = what;
      field.setAttribute('aria-label', `${headingOf(column)}, ${what}`);
      if (value !== undefined) field.value = String(value);
      field.addEventListener('input', () => this.later());
      return field;
    };
    const [min, max] = [input('at least', low), input('at most', high)];
    const remove = document.createElement('button');
    remove.type = 'button';
    remove.textContent = '×';
    remove.title = `Remove the limits on ${column.label}`;
    remove.setAttribute('aria-label', remove.title);
    const range = { column: id, element, min, max };
    remove.addEventListener('click', () => {
      this.ranges.splice(this.ranges.indexOf(range), 1);
      element.remove();
      this.adder.focus();
      this.offer();
      this.onChange();
    });
    element.append(name, min, max, remove);
    this.ranges.push(range);
    this.limits.append(element);
    this.offer();
    return range;
  }

  /** Offers every number that has no limits yet. */
  private offer(): void {
    const first = new Option('Limit a measure…', '');
    const free = this.columns.filter(
      ({ kind, id }) => kind === 'number' && !this.ranges.some(({ column }) => column === id),
    );
    this.adder.replaceChildren(
      first,
      ...free.map((column) => {
        const waiting = column.late && !this.lateKnown;
        const option = new Option(`${headingOf(column)}${waiting ? ' – not measured yet' : ''}`, column.id);
        option.disabled = waiting;
        return option;
      }),
    );
    this.adder.value = '';
  }

  private later(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.onChange(), PATIENCE);
  }
}
