/** How specs are parsed. Doubled keys are looked for elsewhere: the parser compares each with each. */
export const READING = {
  uniqueKeys: false,
  merge: false,
  prettyErrors: false,
  logLevel: 'error',
} as const;
