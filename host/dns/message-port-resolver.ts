/** Looks names up through the thread that started the guest: its own is blocked while the guest waits. */
import { type MessagePort, receiveMessageOnPort } from 'node:worker_threads';
import type { NameAnswer, NameQuestion } from '../runners/worker-protocol.ts';
import type { Resolver } from './resolver.ts';

type Tell = Parameters<Resolver['resolve']>[1];

/** A resolver at the other end of a port. */
export class MessagePortResolver implements Resolver {
  private readonly waiting = new Map<number, Tell>();
  private lastId = 0;

  constructor(private readonly port: MessagePort) {}

  resolve(name: string, tell: Tell): void {
    const question: NameQuestion = { id: ++this.lastId, name };
    this.waiting.set(question.id, tell);
    this.port.postMessage(question);
  }

  /** Hands on the answers that have come; costs nothing while none is awaited. */
  receive(): void {
    while (this.waiting.size > 0) {
      const received = receiveMessageOnPort(this.port) as { message: NameAnswer } | undefined;
      if (received === undefined) return;
      const { id, answer } = received.message;
      const tell = this.waiting.get(id);
      this.waiting.delete(id);
      tell?.(answer);
    }
  }
}
