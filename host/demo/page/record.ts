/** The three clients, in the order of their lanes. */
export const CLIENTS = ['A', 'B', 'C'] as const;

/** The name of a client. */
export type ClientName = (typeof CLIENTS)[number];

/** A time that something took; without an end it goes on. Milliseconds from the start of the time line, as all times here. */
export interface Span {
  fromMs: number;
  toMs?: number;
}

/** A line that a client sent; `toMs` is when it came back, or when the client left without it. */
export interface Message extends Span {
  text: string;
  isLost?: boolean;
}

/** What a server did. */
export interface Activity extends Span {
  call: 'accept' | 'recv' | 'select';
  /** Whom it waits for: the arguments of the call, so to speak. */
  clients: string[];
}

/** What has become of one client at one server. */
export class Lane {
  readonly visits: Span[] = [];
  readonly stalls: Span[] = [];
  readonly messages: Message[] = [];

  /** The messages without an answer so far. */
  get waiting(): Message[] {
    return this.messages.filter(({ toMs }) => toMs === undefined);
  }

  /** Whether the client is connected. */
  get isConnected(): boolean {
    return isOpen(this.visits);
  }
}

/** All that has happened at one server since the time line was started. */
export class ServerRecord {
  readonly lanes: Record<ClientName, Lane> = { A: new Lane(), B: new Lane(), C: new Lane() };
  readonly activities: Activity[];

  constructor(current: Activity) {
    this.activities = [{ ...current, fromMs: 0 }];
  }

  /** What the server does now. */
  get activity(): Activity {
    return this.activities.at(-1)!;
  }

  /** The server does something else from now on. */
  change(nowMs: number, call: Activity['call'], clients: string[]): void {
    this.activity.toMs = nowMs;
    this.activities.push({ call, clients, fromMs: nowMs });
  }
}

/** Tells whether the last of some spans goes on. */
export function isOpen(spans: readonly Span[]): boolean {
  const last = spans.at(-1);
  return last !== undefined && last.toMs === undefined;
}

/** Ends the last of some spans, if it goes on. */
export function close(spans: readonly Span[], nowMs: number): void {
  if (isOpen(spans)) spans.at(-1)!.toMs = nowMs;
}

/** Formats a time that somebody waited. */
export function formatWait(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}
