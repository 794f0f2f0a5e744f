/** A picture as a list of simple shapes. Lengths are millimetres on paper; y points down. */
export interface Scene {
  readonly width: number;
  readonly height: number;
  readonly background: string;
  /** What the picture shows, in words, for those who cannot see it. */
  readonly description: string;
  readonly shapes: readonly Shape[];
}

export type Anchor = 'start' | 'middle' | 'end';

export type Shape =
  | {
      readonly kind: 'rect';
      readonly x: number;
      readonly y: number;
      readonly width: number;
      readonly height: number;
      readonly color: string;
    }
  | {
      /** Open polylines of one pen, each as x, y, x, y, ...; ends and corners are round. */
      readonly kind: 'lines';
      readonly lines: readonly ArrayLike<number>[];
      readonly color: string;
      readonly width: number;
      /** 0 to 1; 1 when left out. */
      readonly opacity?: number;
    }
  | {
      readonly kind: 'text';
      readonly x: number;
      /** The baseline. */
      readonly y: number;
      /** Font size; capitals are about 0.72 of it. */
      readonly size: number;
      readonly text: string;
      readonly color: string;
      readonly anchor: Anchor;
      readonly bold: boolean;
    };
