import type { ViewerColumn } from '../../protocol';

/** What a cell says; – where the strip has no value. */
export function cellText(column: ViewerColumn, value: number | null): string {
  if (value === null) return '–';
  if (column.kind === 'choice') return column.names[value] ?? '–';
  return column.digits === 0 ? String(Math.round(value)) : value.toFixed(column.digits);
}

export const countText = (n: number): string => n.toLocaleString('en');

/** A column with its unit, such as `PR (ms)`. */
export function headingOf({ label, unit }: { readonly label: string; readonly unit: string }): string {
  return unit === '' ? label : `${label} (${unit})`;
}
