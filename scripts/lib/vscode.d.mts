export function findDesktop(): { cli: string; program: string | undefined } | undefined;
export function hasDisplay(): boolean;
export function ensureServer(): Promise<string>;
export function linkExtension(folder: string, others?: readonly string[]): void;
export const OPENER: string;
