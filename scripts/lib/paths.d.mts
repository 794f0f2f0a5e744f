/** Folder of the checkout. */
export const ROOT: string;
/** Everything downloaded or made for development only; git ignores it and it may be deleted at any time. */
export const CACHE: string;
export const EXAMPLES: string;
export const FIRST_EXAMPLE: string;
