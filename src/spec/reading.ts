import { type Document, parseDocument } from 'yaml';

/** How specs are parsed. Doubled keys are looked for elsewhere: the parser compares each with each. */
const READING = {
  uniqueKeys: false,
  merge: false,
  prettyErrors: false,
  logLevel: 'error',
} as const;

/** Reads text with the whole parser; what is wrong is in the document's errors. */
export function readWholly(text: string): Document {
  // A text may have thousands of errors, and nobody reads where in the parser each was made.
  const errors = Error as { stackTraceLimit?: number };
  const { stackTraceLimit = 10 } = errors;
  errors.stackTraceLimit = 0;
  try {
    return parseDocument(text, READING);
  } finally {
    errors.stackTraceLimit = stackTraceLimit;
  }
}
