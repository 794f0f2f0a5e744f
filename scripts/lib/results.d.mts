export interface Counts {
  passed: number;
  failed: number;
}
export function readVitest(json: string, code: number, filtered: boolean): Counts;
export function readJUnit(xml: string, code: number): Counts;
export function failuresOfVitest(json: string): string[];
export function failuresOfJUnit(xml: string): string[];
export function atLeastOneFailed(counts: Counts, code: number): Counts;
export function sum(all: readonly Counts[]): Counts;
