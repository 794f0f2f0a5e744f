import type { Path } from './problem';

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `value` when it is a mapping, otherwise an empty one: the structural check has said so already. */
export function asRecord(value: unknown): Record<string, unknown> {
  return isRecord(value) ? value : {};
}

export function valueAt(root: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (node, step) =>
      isRecord(node) || Array.isArray(node) ? (node as Record<string | number, unknown>)[step] : undefined,
    root,
  );
}

/** A value as a message shows it. */
export function valueInWords(value: unknown): string {
  if (value === undefined || value === null) return 'empty';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a mapping';
  const text = String(value).replace(/\s+/g, ' ');
  return `\`${text.length > 40 ? `${text.slice(0, 39)}…` : text}\``;
}
