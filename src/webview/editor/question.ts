/** A question to the host that one answer ends for all who have asked meanwhile. */
export class Question<Answer> {
  private asked: { readonly answer: Promise<Answer>; readonly resolve: (answer: Answer) => void } | undefined;

  constructor(private readonly send: () => void) {}

  ask(): Promise<Answer> {
    if (this.asked === undefined) {
      let resolve!: (answer: Answer) => void;
      const answer = new Promise<Answer>((done) => (resolve = done));
      this.asked = { answer, resolve };
      this.send();
    }
    return this.asked.answer;
  }

  answer(answer: Answer): void {
    this.asked?.resolve(answer);
    this.asked = undefined;
  }
}
