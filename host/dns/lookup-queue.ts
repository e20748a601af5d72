import type { Resolver } from './resolver.ts';

type Tell = Parameters<Resolver['resolve']>[1];

interface Question {
  name: string;
  tell: Tell;
  /** Takes it back from who was asked. */
  cancel?: (() => void) | void;
}

/** Asks another resolver so many names at a time; more wait here, in their order. */
export class LookupQueue implements Resolver {
  private readonly underWay = new Set<Question>();
  private readonly waiting = new Set<Question>();

  constructor(
    private readonly inner: Resolver,
    private readonly maxUnderWay: number,
  ) {}

  resolve(name: string, tell: Tell): () => void {
    const question: Question = { name, tell };
    if (this.underWay.size < this.maxUnderWay) this.ask(question);
    else this.waiting.add(question);
    return () => void this.waiting.delete(question);
  }

  /** Takes all questions back; nothing more is told. */
  close(): void {
    this.waiting.clear();
    for (const { cancel } of this.underWay) cancel?.();
    this.underWay.clear();
  }

  private ask(question: Question): void {
    this.underWay.add(question);
    question.cancel = this.inner.resolve(question.name, (answer) => {
      if (!this.underWay.delete(question)) return;
      const [next] = this.waiting;
      if (next !== undefined) {
        this.waiting.delete(next);
        this.ask(next);
      }
      question.tell(answer);
    });
  }
}
