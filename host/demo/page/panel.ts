import { callOf, draw } from './drawing.ts';
import type { EchoServer } from './echo-server.ts';
import { type Activity, CLIENTS, type ServerRecord } from './record.ts';

/** So many events are shown in words. */
const MAX_EVENTS = 5;

/** What the page shows of one server. */
export class Panel {
  private readonly svg: SVGSVGElement;
  private readonly doing: Element;
  private readonly events: Element;
  private shown = '';

  constructor(private readonly section: Element) {
    this.svg = section.querySelector('svg')!;
    this.doing = section.querySelector('.doing')!;
    this.events = section.querySelector('.events')!;
  }

  /** Says what has happened. */
  say(nowMs: number, text: string): void {
    const item = element('li', '');
    item.append(element('time', `${(nowMs / 1000).toFixed(2)} s`), ` ${text}`);
    this.events.append(item);
    if (this.events.childElementCount > MAX_EVENTS) this.events.firstElementChild!.remove();
  }

  /** Forgets what has happened. */
  clear(): void {
    this.events.replaceChildren();
  }

  /** Draws it as it is. */
  show({ record }: EchoServer, nowMs: number): void {
    draw(this.svg, record, nowMs);
    const call = callOf(record.activity);
    const blocked = blockedBy(record);
    const text = ` ${describe(record.activity)}. `;
    if (call + text + blocked === this.shown) return;
    this.shown = call + text + blocked;
    this.doing.replaceChildren(element('code', call), text, element('strong', blocked));
    this.svg.setAttribute('aria-label', `${this.section.querySelector('h2')!.textContent}: ${this.shown}`);
    this.section.classList.toggle('blocks', blocked !== '');
  }
}

/** Says who waits, since the server waits for another one; empty: nobody does. */
function blockedBy({ activity, lanes }: ServerRecord): string {
  if (activity.call !== 'recv') return '';
  const blocked = CLIENTS.filter(
    (client) => lanes[client].waiting.length > 0 && !activity.clients.includes(client),
  );
  const verb = blocked.length > 1 ? 'wait' : 'waits';
  return blocked.length > 0 ? `Blocked: ${blocked.join(' and ')} ${verb}.` : '';
}

/** Says what the call that a server is in means. */
function describe({ call, clients }: Activity): string {
  if (call === 'recv') return `waits for ${clients.join()} to send or to leave`;
  if (call === 'accept' || clients.length === 0) return 'waits for a client';
  return `waits for ${clients.length > 1 ? 'all of them at once' : clients.join()}, and for new clients`;
}

function element(name: string, text: string): HTMLElement {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
}
