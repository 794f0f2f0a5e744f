/** A failure that the user can mend: `message` is one sentence that says what, where and how. */
export class TrainingError extends Error {
  override readonly name: string = 'TrainingError';
}

/** The work was stopped on request. */
export class TrainingCancelled extends Error {
  override readonly name = 'TrainingCancelled';
  constructor(message = 'Cancelled.') {
    super(message);
  }
}
