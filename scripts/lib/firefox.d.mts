/** Opens a page in a headless Firefox of its own, which is installed first if there is none. */
export function openFirefox(
  url: string,
): Promise<{ readonly ended: Promise<string>; close(): Promise<void> }>;
