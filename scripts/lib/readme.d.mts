/** The README as it is shown of the installed extension: without pictures and links to files of the checkout. */
export function packedReadme(markdown: string): string;
