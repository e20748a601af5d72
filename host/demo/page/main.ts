/** The page of the demo: buttons for three clients, and a time line for each of the two servers that they talk to. */
import { Clock } from './clock.ts';
import { EchoServer } from './echo-server.ts';
import { type Action, Lesson } from './lesson.ts';
import { Panel } from './panel.ts';
import { CLIENTS, type ClientName } from './record.ts';

/** How often the time lines are drawn; less often for who does not like motion. */
const FRAME_MS = matchMedia('(prefers-reduced-motion: reduce)').matches ? 500 : 40;
/** How long they go on after the last client has left. */
const REST_MS = 600;

const ports = new URLSearchParams(location.hash.slice(1));
const problem = document.querySelector<HTMLElement>('#problem')!;
const clock = new Clock();
const lesson = new Lesson();
const rows = [...document.querySelectorAll<HTMLElement>('.server')].map((section) => {
  const name = section.dataset['server']!;
  const panel = new Panel(section);
  const onEvent = (text: string): void => panel.say(clock.nowMs, text);
  return { panel, server: new EchoServer(name, urlOf(name), clock, { onEvent, onProblem }) };
});
let drawnAtMs = 0;
let busyAtMs = 0;

function urlOf(name: string): string {
  return `ws://${location.hostname}:${ports.get(name)}/`;
}

function onProblem(): void {
  problem.textContent = 'The servers of the demo can’t be reached. Start it again: as-selectors demo web';
  problem.hidden = false;
}

function act(client: ClientName, action: Action): void {
  for (const { server } of rows) server[action](client);
  update();
}

function startOver(): void {
  lesson.stop();
  for (const client of CLIENTS) for (const { server } of rows) server.leave(client);
  clock.reset();
  for (const { server, panel } of rows) {
    server.reset();
    panel.clear();
  }
  drawnAtMs = 0;
  update();
}

/** Shows what has changed, at once. */
function update(): void {
  for (const client of CLIENTS) {
    const isConnected = rows.some(({ server }) => server.record.lanes[client].isConnected);
    document.querySelector<HTMLButtonElement>(`[data-client=${client}] [data-action=leave]`)!.disabled =
      !isConnected;
  }
  const nowMs = clock.nowMs;
  if (rows.some(({ server }) => server.isBusy)) busyAtMs = nowMs;
  // With nobody there the time lines stand still, so that they can be looked at.
  if (nowMs - busyAtMs < REST_MS || nowMs < busyAtMs) drawnAtMs = nowMs;
  for (const { panel, server } of rows) panel.show(server, drawnAtMs);
}

/** Reads what the servers log: lines that begin with a server's name. */
function readLogs(): void {
  const socket = new WebSocket(urlOf('log'), 'binary');
  const decoder = new TextDecoder();
  let text = '';
  socket.binaryType = 'arraybuffer';
  socket.addEventListener('close', onProblem);
  socket.addEventListener('message', ({ data }) => {
    const lines = (text + decoder.decode(data as ArrayBuffer)).split('\n');
    text = lines.pop()!;
    for (const line of lines)
      for (const { server } of rows)
        if (line.startsWith(`${server.name} `)) server.readLog(line.slice(server.name.length + 1));
  });
}

for (const fieldset of document.querySelectorAll<HTMLElement>('[data-client]'))
  for (const button of fieldset.querySelectorAll<HTMLButtonElement>('button'))
    button.addEventListener('click', () =>
      act(fieldset.dataset['client'] as ClientName, button.dataset['action'] as Action),
    );
const showMe = document.querySelector<HTMLButtonElement>('#lesson')!;
showMe.addEventListener('click', () => {
  startOver();
  lesson.start(act, () => {});
});
document.querySelector('#restart')!.addEventListener('click', startOver);
if (ports.has('log')) readLogs();
else onProblem();
setInterval(update, FRAME_MS);
update();
