/** A label of a recording as its table has it, and how likely it is said to be, %; 0 = not said. */
export interface Label {
  readonly name: string;
  readonly likelihood: number;
}

const YES = /^(?:1(?:\.0*)?|true|yes|y|x)$/i;
const NO = /^(?:|0(?:\.0*)?|false|no|n|nan|none|null|-)$/i;
/** Such as `'AFIB': 100.0` of a Python dictionary, or `"AFIB": 100` of JSON. */
const PAIR =
  /(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|(\d+))\s*:\s*(?:(-?\d+(?:\.\d*)?(?:e[+-]?\d+)?)|(true|false|none|null))/gi;
const ITEM = /'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|([^\s,'"[\]]+)/g;

/**
 * The labels that the cells of a row hold, without repetition. A single cell is a label, several with `;` or `|` between them
 * (or commas, where all are words without spaces, as codes are), a list, or a dictionary with likelihoods as PTB-XL's
 * `scp_codes`. With several columns, a cell that says yes (1, true, x ...) stands for its column's name, one that says no for
 * nothing, and any other for the labels in it.
 */
export function labelsIn(cells: readonly { readonly column: string; readonly text: string }[]): Label[] {
  const labels =
    cells.length === 1
      ? inCell(cells[0]!.text)
      : cells.flatMap(({ column, text }) => {
          const cell = text.trim();
          if (NO.test(cell)) return [];
          return YES.test(cell) ? [{ name: column, likelihood: 0 }] : inCell(cell);
        });
  return labels.filter(({ name }, i) => labels.findIndex((one) => one.name === name) === i);
}

function inCell(text: string): Label[] {
  const cell = text.trim();
  if (cell.startsWith('{') && cell.endsWith('}')) {
    return [...cell.matchAll(PAIR)].flatMap(([, a, b, c, likelihood, word]) => {
      const said = word === undefined ? Number(likelihood) : 0;
      return /^(?:false|none|null)$/i.test(word ?? '') ? [] : named(a ?? b ?? c!, said);
    });
  }
  if (cell.startsWith('[') && cell.endsWith(']')) {
    return [...cell.slice(1, -1).matchAll(ITEM)].flatMap(([, a, b, c]) => named(a ?? b ?? c!));
  }
  const words = cell.split(',');
  const parts =
    words.length > 1 && words.every((word) => /^\s*[^\s,]+\s*$/.test(word)) ? words : cell.split(/[;|]/);
  return parts.flatMap((part) => named(part));
}

const named = (text: string, likelihood = 0): Label[] => {
  const name = text.trim().replace(/\\(.)/g, '$1');
  return /^(?:|nan|none|null)$/i.test(name) ? [] : [{ name, likelihood }];
};

/** What labels stand for. */
export interface LabelRules {
  /** Class of each label; undefined: every label is a class of its own name. */
  readonly classes: ReadonlyMap<string, string> | undefined;
  /** Labels whose recordings are left out. */
  readonly exclude: ReadonlySet<string>;
  /** A label that is said to be less likely than this, %, does not count. */
  readonly likelihood: number;
}

export type LabelVerdict =
  | { readonly class: string }
  | { readonly reason: 'no-label' | 'several-labels' | 'excluded'; readonly detail: string };

/** The one class that a recording's labels stand for, or why there is none. Large and small letters only count where needed. */
export function classOf(labels: readonly Label[], rules: LabelRules): LabelVerdict {
  const likely = labels.filter(({ likelihood }) => likelihood <= 0 || likelihood >= rules.likelihood);
  const excluded = likely.find(({ name }) => has(rules.exclude, name));
  if (excluded !== undefined) return { reason: 'excluded', detail: `is labelled ${excluded.name}` };
  const { classes } = rules;
  const found = [
    ...new Set(
      likely.flatMap(({ name }) => {
        const one = classes === undefined ? name : (classes.get(name) ?? ignoringCase(classes, name));
        return one === undefined ? [] : [one];
      }),
    ),
  ];
  if (found.length === 1) return { class: found[0]! };
  const list = (names: readonly string[]): string => names.slice(0, 5).join(', ');
  if (found.length > 1) return { reason: 'several-labels', detail: `stands for ${list(found)} at once` };
  return {
    reason: 'no-label',
    detail: labels.length === 0 ? 'has no label' : `has only ${list(labels.map(({ name }) => name))}`,
  };
}

function has(set: ReadonlySet<string>, name: string): boolean {
  return set.has(name) || [...set].some((one) => one.toUpperCase() === name.toUpperCase());
}

function ignoringCase(classes: ReadonlyMap<string, string>, name: string): string | undefined {
  const alike = [...classes].filter(([label]) => label.toUpperCase() === name.toUpperCase());
  return alike.length === 1 ? alike[0]![1] : undefined;
}
