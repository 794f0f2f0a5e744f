import type { Sort } from '../../viewer';
import type { ViewerColumn, ViewerRow } from '../../protocol';
import { cellText, countText, headingOf } from './format';
import { RowCache } from './rowCache';
import { ListScroll, ROW_HEIGHT } from './scroll';

export interface GridActions {
  /** Asks for rows; `setRows` brings them. */
  want(from: number, count: number): void;
  /** A strip is to be shown. */
  show(row: ViewerRow): void;
  /** Marks of the places from `from` up to, not including, `to` are to be set or taken away. */
  mark(from: number, to: number, on: boolean): void;
  sort(column: string): void;
}

/**
 * The table of strips. Only the rows in view are elements, in a window that stays where it is while the list goes by
 * beneath it. One stop of the Tab key: arrows, Page Up and Down, Home and End go through the rows, the space bar marks,
 * Shift with an arrow marks on the way, Ctrl+A marks all.
 */
export class Grid {
  readonly element = document.createElement('div');
  private readonly header = document.createElement('div');
  private readonly sizer = document.createElement('div');
  private readonly body = document.createElement('div');
  private readonly scroll = new ListScroll();
  private readonly cache: RowCache;
  private readonly lines: HTMLElement[] = [];
  private columns: readonly ViewerColumn[] = [];
  private count = 0;
  private active = 0;
  private anchor = 0;
  private shown: number | undefined;
  private drawing = false;

  constructor(private readonly actions: GridActions) {
    this.cache = new RowCache((from, count) => actions.want(from, count));
    const { element, header, sizer, body } = this;
    element.className = 'grid';
    element.tabIndex = 0;
    element.setAttribute('role', 'grid');
    element.setAttribute('aria-label', 'Strips');
    element.setAttribute('aria-multiselectable', 'true');
    header.className = 'grid-header';
    header.setAttribute('role', 'row');
    header.setAttribute('aria-rowindex', '1');
    const head = document.createElement('div');
    head.setAttribute('role', 'rowgroup');
    head.className = 'grid-head';
    head.append(header);
    body.className = 'grid-body';
    body.setAttribute('role', 'rowgroup');
    sizer.className = 'grid-sizer';
    sizer.append(head, body);
    element.append(sizer);
    element.addEventListener('scroll', () => {
      this.scroll.scrolledTo(element.scrollTop);
      this.schedule();
    });
    element.addEventListener('wheel', (event) => this.wheel(event), { passive: false });
    element.addEventListener('keydown', (event) => this.key(event));
    body.addEventListener('click', (event) => this.click(event));
    new ResizeObserver(() => this.resized()).observe(element);
  }

  setColumns(columns: readonly ViewerColumn[]): void {
    this.columns = columns;
    this.element.setAttribute('aria-colcount', String(columns.length + 2));
    const widths = columns.map(({ label, unit, names }) => {
      const longest = Math.max(headingOf({ label, unit }).length + 3, ...names.map((name) => name.length));
      return `${Math.min(220, Math.max(64, 14 + longest * 7.5))}px`;
    });
    this.sizer.style.setProperty('--columns', `28px 76px ${widths.join(' ')}`);
    const mark = columnHeader('Marked', 1);
    mark.className = 'visually-quiet';
    mark.textContent = '';
    mark.setAttribute('aria-label', 'Marked');
    const number = columnHeader('Strip', 2);
    number.className = 'number';
    this.header.replaceChildren(
      mark,
      number,
      ...columns.map((column, i) => {
        const cell = columnHeader('', i + 3);
        cell.dataset['column'] = column.id;
        cell.className = column.kind;
        const button = document.createElement('button');
        button.type = 'button';
        button.textContent = headingOf(column);
        button.title = `Sort by ${headingOf(column)}`;
        button.addEventListener('click', () => this.actions.sort(column.id));
        cell.append(button);
        return cell;
      }),
    );
    this.lines.length = 0;
    this.body.replaceChildren();
  }

  setSort(sort: Sort | null): void {
    for (const cell of this.header.children) {
      const id = (cell as HTMLElement).dataset['column'];
      if (id === undefined) continue;
      const way = sort?.column !== id ? 'none' : sort.descending ? 'descending' : 'ascending';
      cell.setAttribute('aria-sort', way);
    }
  }

  /** Another arrangement of so many rows; the first one is shown. */
  setCount(count: number): void {
    this.count = count;
    this.cache.clear();
    this.active = this.anchor = 0;
    this.shown = undefined;
    this.element.setAttribute('aria-rowcount', String(count + 1));
    this.scroll.moveTo(0);
    this.resized();
  }

  setRows(from: number, rows: readonly ViewerRow[]): void {
    this.cache.receive(from, rows);
    this.draw();
  }

  /** What is known of the rows has changed; where they stand has not. */
  refresh(): void {
    this.cache.clear();
    this.schedule();
  }

  private resized(): void {
    const height = this.element.clientHeight - this.header.offsetHeight;
    if (height <= 0) return;
    this.scroll.resize(this.count, height);
    this.sizer.style.height = `${this.scroll.contentHeight + this.header.offsetHeight}px`;
    this.body.style.height = `${Math.min(height, this.count * ROW_HEIGHT)}px`;
    this.element.scrollTop = this.scroll.scrollTop;
    this.draw();
  }

  private wheel(event: WheelEvent): void {
    // The bar's pixels are the list's, or the wheel goes sideways or zooms: the browser's own way is right.
    if (!this.scroll.scaled || event.ctrlKey || event.shiftKey || event.deltaY === 0) return;
    event.preventDefault();
    const rows = event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? event.deltaY / ROW_HEIGHT : event.deltaY;
    this.scroll.moveTo(this.scroll.top + rows);
    this.element.scrollTop = this.scroll.scrollTop;
    this.schedule();
  }

  private key(event: KeyboardEvent): void {
    if (event.target !== this.element || this.count === 0) return;
    const { page } = this.scroll;
    const to: Record<string, number> = {
      ...{ ArrowDown: this.active + 1, ArrowUp: this.active - 1, PageDown: this.active + page },
      ...{ PageUp: this.active - page, Home: 0, End: this.count - 1 },
    };
    const target = to[event.key];
    if (target !== undefined && !event.ctrlKey && !event.altKey && !event.metaKey) {
      const from = this.active;
      this.activate(Math.max(0, Math.min(this.count - 1, target)));
      if (event.shiftKey)
        this.actions.mark(Math.min(from, this.active), Math.max(from, this.active) + 1, true);
    } else if (event.key === ' ') {
      this.toggle(this.active);
    } else if (event.key.toLowerCase() === 'a' && (event.ctrlKey || event.metaKey)) {
      this.actions.mark(0, this.count, true);
    } else return;
    event.preventDefault();
  }

  private click(event: MouseEvent): void {
    const target = event.target as HTMLElement;
    const line = target.closest<HTMLElement>('[data-place]');
    if (line === null) return;
    const place = Number(line.dataset['place']);
    if (event.shiftKey) {
      this.actions.mark(Math.min(this.anchor, place), Math.max(this.anchor, place) + 1, true);
    } else if (target.closest('.mark') !== null || event.ctrlKey || event.metaKey) {
      this.toggle(place);
    }
    this.activate(place);
  }

  private toggle(place: number): void {
    const row = this.cache.get(place);
    if (row !== undefined) this.actions.mark(place, place + 1, !row.marked);
    this.anchor = place;
  }

  private activate(place: number): void {
    this.active = place;
    this.scroll.reveal(place);
    this.element.scrollTop = this.scroll.scrollTop;
    this.draw();
  }

  private schedule(): void {
    if (this.drawing) return;
    this.drawing = true;
    requestAnimationFrame(() => {
      this.drawing = false;
      this.draw();
    });
  }

  private draw(): void {
    const { from, to } = this.scroll.visible();
    if (this.count > 0) {
      this.cache.want(Math.max(0, from - 20), Math.min(this.count, to + 20));
      this.cache.want(this.active, this.active + 1);
    }
    while (this.lines.length < to - from) {
      const line = this.newLine();
      this.lines.push(line);
      this.body.append(line);
    }
    this.lines.forEach((line, i) => {
      const place = from + i;
      line.hidden = place >= to;
      if (place < to) this.fill(line, place);
    });
    const inView = this.active >= from && this.active < to;
    if (inView) this.element.setAttribute('aria-activedescendant', `place-${this.active}`);
    else this.element.removeAttribute('aria-activedescendant');
    const row = this.cache.get(this.active);
    if (row !== undefined && row.row !== this.shown) {
      this.shown = row.row;
      this.actions.show(row);
    }
  }

  private newLine(): HTMLElement {
    const line = document.createElement('div');
    line.className = 'grid-row';
    line.setAttribute('role', 'row');
    for (let i = 0; i < this.columns.length + 2; i++) {
      const cell = document.createElement('div');
      cell.setAttribute('role', i === 1 ? 'rowheader' : 'gridcell');
      cell.setAttribute('aria-colindex', String(i + 1));
      if (i === 0) cell.className = 'mark';
      else if (i > 1) cell.className = this.columns[i - 2]!.kind;
      line.append(cell);
    }
    return line;
  }

  private fill(line: HTMLElement, place: number): void {
    const row = this.cache.get(place);
    line.id = `place-${place}`;
    line.dataset['place'] = String(place);
    line.style.transform = `translateY(${(place - this.scroll.top) * ROW_HEIGHT}px)`;
    line.setAttribute('aria-rowindex', String(place + 2));
    line.setAttribute('aria-selected', String(row?.marked ?? false));
    line.classList.toggle('active', place === this.active);
    line.classList.toggle('marked', row?.marked ?? false);
    const [mark, number, ...cells] = [...line.children] as HTMLElement[];
    mark!.textContent = row?.marked === true ? '☑' : '☐';
    mark!.setAttribute('aria-label', row?.marked === true ? 'marked' : 'not marked');
    number!.textContent = row === undefined ? '…' : countText(row.row);
    cells.forEach((cell, i) => {
      const text = row === undefined ? '' : cellText(this.columns[i]!, row.cells[i] ?? null);
      if (cell.textContent !== text) cell.textContent = text;
    });
  }
}

function columnHeader(text: string, index: number): HTMLElement {
  const cell = document.createElement('div');
  cell.setAttribute('role', 'columnheader');
  cell.setAttribute('aria-colindex', String(index));
  cell.textContent = text;
  return cell;
}
