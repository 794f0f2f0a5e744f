/** The part of jsfive that is used here; the package brings no types. */
declare module 'jsfive' {
  export class Group {
    readonly keys: string[];
    readonly attrs: Readonly<Record<string, unknown>>;
    /** @throws a string where it cannot be read */
    get(path: string): Group | Dataset | null;
  }
  export class Dataset {
    readonly shape: readonly number[];
    /** Such as `<i2`, or a list for types that are no numbers. */
    readonly dtype: unknown;
    readonly attrs: Readonly<Record<string, unknown>>;
    /** All elements in one list, the last axis running fastest. */
    readonly value: ArrayLike<number | bigint>;
  }
  export class File extends Group {
    constructor(bytes: ArrayBuffer, name?: string);
  }
}
