import type { Digests } from '../../golden/digests';

/** What a browser was asked for, and how it answers: each a path of the server, the answer a POST. */
export const PATHS = { texts: '/texts.json', worker: '/worker.js', script: '/page.js', answer: '/answer' };

/** What came of it in a browser. */
export interface Answer {
  readonly browser: string;
  readonly digests?: Digests;
  readonly error?: string;
}
