export interface GuidePicture {
  /** Its name in docs/pictures/language/. */
  readonly file: string;
  /** What it shows, for those who cannot see it. */
  readonly words: string;
  /** What `ecgspec render` is told beside the file. */
  readonly args: readonly string[];
}

export interface Example {
  /** The heading that it stands under. */
  readonly heading: string;
  /** Line of the guide on which its text starts, from 1. */
  readonly line: number;
  /** As it stands in the guide. */
  readonly text: string;
  /** With what a fragment leaves out. */
  readonly spec: string;
  readonly lends: boolean;
  /** Codes of the problems that it is to have; empty: none. */
  readonly mistakes: readonly string[];
  readonly pictures: readonly GuidePicture[];
}

/** Reads the guide to the language: its examples as whole specs, and the pictures of them. */
export function readGuide(markdown: string): Example[];

/** The guide with the problem codes that the program has now, each under a heading of its own. */
export function withCodes(
  markdown: string,
  codes: Readonly<
    Record<string, { readonly severity: string; readonly title: string; readonly explanation: string }>
  >,
): string;
