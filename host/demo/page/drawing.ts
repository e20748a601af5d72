import {
  type Activity,
  CLIENTS,
  type ClientName,
  type Message,
  type ServerRecord,
  type Span,
  formatWait,
} from './record.ts';

/** The width that the names of the rows have. */
const GUTTER = 52;
/** Where the present is, as a part of the width: what comes after it is room for texts. */
const PRESENT = 0.88;
const SERVER_ROW = { top: 8, height: 34 };
const LANES_TOP = 78;
const LANE_HEIGHT = 42;
const AXIS_TOP = 184;
/** How high the mark of an answer is in the server's row. */
const TICK = 9;
/** Texts need so much room. */
const NEAR = 42;
/** An answer that comes as soon as this did not have to wait for anybody. */
const PROMPT_MS = 300;
/** A label of a call has this width at least. */
const LABEL_WIDTH = 54;

/** Draws a time line into an SVG element. */
class Drawing {
  private readonly parts: SVGElement[] = [];
  private readonly width: number;
  private readonly shownMs: number;
  private readonly fromMs: number;

  constructor(
    private readonly svg: SVGSVGElement,
    private readonly nowMs: number,
  ) {
    this.width = svg.clientWidth;
    this.shownMs = this.width < 420 ? 7000 : 9000;
    this.fromMs = Math.max(0, nowMs - this.shownMs * PRESENT);
  }

  draw(record: ServerRecord): void {
    this.axis();
    this.text(0, SERVER_ROW.top + 21, 'server', 'quiet');
    record.activities.forEach((activity) => this.activity(activity));
    CLIENTS.forEach((client, i) => this.lane(client, record, LANES_TOP + i * LANE_HEIGHT));
    this.svg.setAttribute('viewBox', `0 0 ${this.width} 206`);
    this.svg.replaceChildren(...this.parts);
  }

  /** Where a time is; what is too early is at the edge. */
  private x(ms: number): number {
    const part = (ms - this.fromMs) / this.shownMs;
    return GUTTER + Math.max(0, part) * (this.width - GUTTER);
  }

  private isShown(span: Span): boolean {
    return (span.toMs ?? this.nowMs) >= this.fromMs;
  }

  private add(name: string, className: string, attributes: Record<string, number>): SVGElement {
    const part = document.createElementNS('http://www.w3.org/2000/svg', name);
    part.setAttribute('class', className);
    for (const [key, value] of Object.entries(attributes)) part.setAttribute(key, String(value));
    this.parts.push(part);
    return part;
  }

  private text(x: number, y: number, text: string, className: string): void {
    this.add('text', className, { x, y }).textContent = text;
  }

  private line(span: Span, y: number, className: string): void {
    if (!this.isShown(span)) return;
    this.add('line', className, {
      x1: this.x(span.fromMs),
      x2: this.x(span.toMs ?? this.nowMs),
      y1: y,
      y2: y,
    });
  }

  private axis(): void {
    const last = Math.ceil((this.fromMs + this.shownMs) / 1000);
    for (let second = Math.ceil(this.fromMs / 1000); second < last; second++) {
      const x = this.x(second * 1000);
      this.add('line', 'grid', { x1: x, x2: x, y1: SERVER_ROW.top, y2: AXIS_TOP });
      if (second % 2 === 0) this.text(x + 3, AXIS_TOP + 14, `${second} s`, 'quiet');
    }
  }

  private activity(activity: Activity): void {
    if (!this.isShown(activity)) return;
    const x = this.x(activity.fromMs);
    const width = this.x(activity.toMs ?? this.nowMs) - x;
    this.add('rect', activity.call, { x, y: SERVER_ROW.top, width, height: SERVER_ROW.height, rx: 4 });
    const short = `${activity.call}()`;
    const long = callOf(activity);
    const label = width > long.length * 6 + 10 ? long : width > LABEL_WIDTH ? short : '';
    this.text(x + 6, SERVER_ROW.top + 19, label, '');
  }

  private lane(client: ClientName, record: ServerRecord, y: number): void {
    const lane = record.lanes[client];
    const className = `lane-${client.toLowerCase()}`;
    this.text(0, y + 4, client, `name ${className}`);
    for (const visit of lane.visits) this.line(visit, y, `connected ${className}`);
    for (const stall of lane.stalls) this.stall(stall, y, className);
    for (const message of lane.messages) if (this.isShown(message)) this.message(message, y, className);
    this.outcomes(
      lane.messages.filter((message) => this.isShown(message)),
      y,
    );
  }

  private stall(stall: Span, y: number, className: string): void {
    if (!this.isShown(stall)) return;
    this.line(stall, y, 'gap');
    this.line(stall, y, `connected stalled ${className}`);
    this.text(this.x(stall.fromMs), y - 7, 'says nothing', 'quiet');
  }

  private message(message: Message, y: number, className: string): void {
    const { fromMs, toMs, isLost = false } = message;
    const isPrompt = toMs !== undefined && toMs - fromMs < PROMPT_MS;
    const sentX = this.x(fromMs);
    const endX = this.x(toMs ?? this.nowMs);
    if (!isPrompt) this.line(message, y, toMs === undefined || isLost ? 'wait open' : 'wait');
    if (fromMs >= this.fromMs) {
      this.add('circle', `sent ${className}`, { cx: sentX, cy: y, r: 5 });
      this.text(sentX - 4, y - 11, message.text, `name ${className}`);
    }
    if (toMs === undefined || isLost) return;
    this.add('circle', 'answered', { cx: endX, cy: y, r: 8 });
    const { top, height } = SERVER_ROW;
    this.add('line', `tick ${className}`, { x1: endX, x2: endX, y1: top + height - TICK, y2: top + height });
  }

  /** Says how long the messages of a lane took; those that end together share a text. */
  private outcomes(messages: Message[], y: number): void {
    const ends = messages.map(({ toMs }) => this.x(toMs ?? this.nowMs));
    for (let i = 0, next = 1; i < messages.length; i = next++) {
      while (next < messages.length && ends[next]! - ends[i]! < NEAR) next++;
      const group = messages.slice(i, next);
      const [{ toMs, isLost, fromMs }] = group as [Message];
      const waits = group
        .map((message) => formatWait((message.toMs ?? this.nowMs) - message.fromMs))
        .join(', ');
      const x = ends[next - 1]!;
      if (toMs === undefined) this.text(x + 11, y + 4, `waits ${waits}`, 'late');
      else if (isLost) this.text(x + 11, y + 4, 'never', 'late');
      else if (toMs - fromMs < PROMPT_MS) this.text(x + 10, y + 16, waits, 'prompt');
      else this.text(x + 11, y + 16, waits, 'late');
    }
  }
}

/** Formats what a server does as a call. */
export function callOf({ call, clients }: Activity): string {
  return `${call}(${clients.join(', ')})`;
}

/** Draws the time line of a server, as it is at a time. */
export function draw(svg: SVGSVGElement, record: ServerRecord, nowMs: number): void {
  new Drawing(svg, nowMs).draw(record);
}
