/**
 * A replacement in a text: `length` UTF-16 code units at `offset` become `text`. In a list, every
 * offset refers to the text before the first change, and the changes do not overlap.
 */
export interface TextChange {
  readonly offset: number;
  readonly length: number;
  readonly text: string;
}
