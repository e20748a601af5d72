/** Facts about the event loop's tasks. */
import { EventLoop, TimerTask } from '../../../assembly';
import { nowNs } from '../../../assembly/wasi';
import { fact, factEqual } from './facts';
import { MS } from './loop-facts';

let order = '';

/** Writes its name down. */
class Named extends TimerTask {
  ranNs: i64 = 0;
  runs: i32 = 0;
  next: Named | null = null;

  constructor(private name: string) {
    super();
  }

  onTimer(): void {
    order += this.name;
    this.ranNs = nowNs();
    this.runs++;
    const next = this.next;
    if (next != null) loop.schedule(next, 0);
  }
}

/** Ends a repetition. */
class Stopper extends TimerTask {
  constructor(private task: TimerTask) {
    super();
  }

  onTimer(): void {
    loop.cancel(this.task);
  }
}

/** Counts how many have run. */
class Counting extends TimerTask {
  constructor(private rank: i32) {
    super();
  }

  onTimer(): void {
    if (this.rank < lastRank) isSorted = false;
    lastRank = this.rank;
    count++;
  }
}

let loop!: EventLoop;
let count = 0;
let lastRank = -1;
let isSorted = true;

function ordering(): void {
  const start = nowNs();
  const late = new Named('c');
  const early = new Named('a');
  loop.schedule(late, 20 * MS);
  loop.schedule(new Named('b'), 10 * MS);
  loop.schedule(early, 5 * MS);
  loop.run();
  factEqual('task: they run in the order of their times', order, 'abc');
  fact('task: never early', early.ranNs - start >= 5 * MS && late.ranNs - start >= 20 * MS);
  fact('task: the loop ends when none is left', !loop.isAlive);
  order = '';
  for (let i = 0; i < 5; i++) loop.schedule(new Named('12345'.charAt(i)), MS);
  loop.run();
  factEqual('task: those for the same time run in the order of their scheduling', order, '12345');
}

function cancelling(): void {
  order = '';
  const cancelled = new Named('x');
  const moved = new Named('m');
  loop.schedule(cancelled, MS);
  loop.schedule(moved, MS);
  loop.cancel(cancelled);
  loop.cancel(cancelled);
  loop.schedule(moved, 3 * MS);
  loop.schedule(new Named('n'), 2 * MS);
  fact('task: knows whether it is scheduled', !cancelled.isScheduled && moved.isScheduled);
  loop.run();
  factEqual('task: cancelled, it does not run', cancelled.runs, 0);
  fact('task: scheduled anew, it runs once, at the new time', order == 'nm' && !moved.isScheduled);
}

function repeating(): void {
  order = '';
  const task = new Named('r');
  const start = nowNs();
  loop.scheduleEvery(task, 2 * MS);
  loop.schedule(new Stopper(task), 50 * MS);
  loop.run();
  fact(
    'task: a repeated one runs again and again, until it is cancelled',
    task.runs >= 2 && task.runs <= 25 && nowNs() - start >= 50 * MS,
  );
  order = '';
  const first = new Named('1');
  first.next = first;
  loop.schedule(first, 0);
  for (let i = 0; i < 10; i++) loop.turn();
  factEqual('task: one that schedules itself for now runs once a turn', first.runs, 10);
  loop.cancel(first);
}

function many(): void {
  const tasks: Counting[] = [];
  for (let i = 0; i < 100_000; i++) tasks.push(new Counting((i * 7919) % 100_000));
  const start = loop.nowNs;
  for (let i = 0; i < tasks.length; i++) loop.scheduleAt(tasks[i], start + ((i * 7919) % 100_000));
  for (let i = 0; i < tasks.length; i += 2) loop.cancel(tasks[i]);
  loop.run();
  factEqual('task: of 100,000 those that were not cancelled run', count, 50_000);
  fact('task: of 100,000 each in its order', isSorted);
}

/** All of it. */
export function loopTimers(): void {
  loop = new EventLoop();
  ordering();
  cancelling();
  repeating();
  many();
}
