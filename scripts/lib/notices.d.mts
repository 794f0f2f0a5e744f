export function packagesIn(metafiles: readonly { inputs: object }[]): string[];
export function noticesOf(root: string, folders: readonly string[]): string;
