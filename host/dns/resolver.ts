/** Receives the addresses of a name in the order to try them, or the outcome of a failure (see `outcome.ts`). */
type OnAnswer = (answer: readonly string[] | number) => void;

/** Looks up the IP addresses of names for a guest. */
export interface Resolver {
  /**
   * Starts to look up a name, which is in ASCII. `onAnswer` is called once: at once, or later during a wait of the engine. A function
   * that is returned cancels the look-up if it has not started yet; then `onAnswer` is not called.
   */
  resolve(name: string, onAnswer: OnAnswer): (() => void) | void;
}

interface Question {
  name: string;
  onAnswer: OnAnswer;
  cancel?: (() => void) | void;
}

/** Passes at most `maxUnderWay` look-ups at a time on to another resolver; the others wait in a queue. */
export class LookupQueue implements Resolver {
  private readonly underWay = new Set<Question>();
  private readonly waiting = new Set<Question>();

  constructor(
    private readonly inner: Resolver,
    private readonly maxUnderWay: number,
  ) {}

  resolve(name: string, onAnswer: OnAnswer): () => void {
    const question: Question = { name, onAnswer };
    if (this.underWay.size < this.maxUnderWay) this.start(question);
    else this.waiting.add(question);
    return () => void this.waiting.delete(question);
  }

  /** Cancels all look-ups; no further `onAnswer` is called. */
  close(): void {
    this.waiting.clear();
    for (const { cancel } of this.underWay) cancel?.();
    this.underWay.clear();
  }

  private start(question: Question): void {
    this.underWay.add(question);
    question.cancel = this.inner.resolve(question.name, (answer) => {
      if (!this.underWay.delete(question)) return;
      const [next] = this.waiting;
      if (next !== undefined) {
        this.waiting.delete(next);
        this.start(next);
      }
      question.onAnswer(answer);
    });
  }
}
