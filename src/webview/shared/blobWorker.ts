/**
 * Starts a worker from a bundle that is fetched first: a webview's pages come from another origin
 * than its files, and browsers start workers only from their own origin or from blobs.
 */
export async function startBlobWorker(uri: string, name: string): Promise<Worker> {
  const response = await fetch(uri);
  if (!response.ok) throw new Error(`The worker "${name}" could not be loaded (${response.status}).`);
  const url = URL.createObjectURL(new Blob([await response.text()], { type: 'text/javascript' }));
  try {
    return new Worker(url, { name });
  } finally {
    // The worker has its script once construction has begun; the URL must outlive that by a moment.
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
  }
}
