export class InTurn<T> {
  constructor(work: Record<string, () => Promise<T>>);
  begin(names: readonly string[]): void;
  get(name: string): Promise<T>;
  begun(): Promise<unknown>;
}
