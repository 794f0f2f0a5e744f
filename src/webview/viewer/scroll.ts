/** Height of a row, px. */
export const ROW_HEIGHT = 24;
/** No browser lays out an element of more than some 33 million px, and at a zoom of 2 half of that; Firefox fewer. */
const TALLEST = 8_000_000;

/**
 * Where a list of any length stands in a scrolling element that cannot be as tall as the list. Up to 333,000 rows a pixel
 * is a pixel; beyond, the scroll bar goes through the list in proportion, and wheel and keys go row by row.
 */
export class ListScroll {
  /** First visible row; has a fraction. */
  private first = 0;

  constructor(
    private rows = 0,
    private height = 0,
  ) {}

  /** How tall the element's content is to be, px. */
  get contentHeight(): number {
    return Math.min(this.rows * ROW_HEIGHT, TALLEST);
  }

  /** Whether the scroll bar's pixels are not the list's. */
  get scaled(): boolean {
    return this.rows * ROW_HEIGHT > TALLEST;
  }

  /** First visible row; has a fraction. */
  get top(): number {
    return this.first;
  }

  /** Where the element is to be scrolled to, px. */
  get scrollTop(): number {
    return this.last === 0 ? 0 : (this.first / this.last) * this.reach;
  }

  /** Whole rows that fit, at least one. */
  get page(): number {
    return Math.max(1, Math.floor(this.height / ROW_HEIGHT));
  }

  /** @param height of the part of the element that shows rows, px */
  resize(rows: number, height: number): void {
    this.rows = rows;
    this.height = height;
    this.first = Math.min(this.first, this.last);
  }

  /** The element was scrolled by its bar, or by the browser. */
  scrolledTo(scrollTop: number): void {
    // What was set by us comes back rounded to a pixel, which in a scaled list are several rows.
    if (Math.abs(scrollTop - this.scrollTop) < 1) return;
    this.moveTo(this.reach === 0 ? 0 : (scrollTop / this.reach) * this.last);
  }

  /** Makes a row the first visible one, as far as the list reaches. */
  moveTo(row: number): void {
    this.first = Math.max(0, Math.min(this.last, row));
  }

  /** Moves as little as needed to show a row whole. */
  reveal(row: number): void {
    if (row < this.first) this.moveTo(row);
    else if (row + 1 > this.first + this.height / ROW_HEIGHT) this.moveTo(row + 1 - this.height / ROW_HEIGHT);
  }

  /** The rows that are seen, the last one not included. */
  visible(): { from: number; to: number } {
    const from = Math.floor(this.first);
    return { from, to: Math.min(this.rows, Math.ceil(this.first + this.height / ROW_HEIGHT)) };
  }

  /** Largest `top`. */
  private get last(): number {
    return Math.max(0, this.rows - this.height / ROW_HEIGHT);
  }

  /** Largest `scrollTop`, px. */
  private get reach(): number {
    return Math.max(0, this.contentHeight - this.height);
  }
}
