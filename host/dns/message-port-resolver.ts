import { type MessagePort, receiveMessageOnPort } from 'node:worker_threads';
import type { NameAnswer, NameQuestion } from '../runners/worker-protocol.ts';
import type { Resolver } from './resolver.ts';

type OnAnswer = Parameters<Resolver['resolve']>[1];

/** Sends look-ups to another thread through a port: this one blocks while the guest waits. `answerNames` answers them. */
export class MessagePortResolver implements Resolver {
  private readonly waiting = new Map<number, OnAnswer>();
  private lastId = 0;

  constructor(private readonly port: MessagePort) {}

  resolve(name: string, onAnswer: OnAnswer): void {
    const question: NameQuestion = { id: ++this.lastId, name };
    this.waiting.set(question.id, onAnswer);
    this.port.postMessage(question);
  }

  /** Passes on the answers that have come; does nothing while none is awaited. */
  receive(): void {
    while (this.waiting.size > 0) {
      const received = receiveMessageOnPort(this.port) as { message: NameAnswer } | undefined;
      if (received === undefined) return;
      const { id, answer } = received.message;
      const onAnswer = this.waiting.get(id);
      this.waiting.delete(id);
      onAnswer?.(answer);
    }
  }
}
