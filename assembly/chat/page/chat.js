/** The chat's page: a line to the server for each thing that is asked, a JSON object back for each that happens. */
import { addEvent, addLine, byId, clearLog, showMembers, showRooms, showStatus } from './view.js';

const FIRST_PAUSE_MS = 500;
const MAX_PAUSE_MS = 10_000;
const ROOMS_EVERY_MS = 20_000;

let socket;
let you = '';
let room = '';
/** The room that the log is of; empty after a loss, when what is there stays unless the server knows better. */
let logged = '';
let members = new Set();
let count = 0;
let rooms = [];
let pauseMs = FIRST_PAUSE_MS;

/** Sends a line. Returns whether there is a connection to send it by. */
function send(line) {
  const isOpen = socket?.readyState === WebSocket.OPEN;
  if (isOpen) socket.send(line);
  else addLine('error', 0, 'Not connected: nothing was sent.');
  return isOpen;
}

function askRooms() {
  if (socket?.readyState === WebSocket.OPEN && !document.hidden) socket.send('/rooms');
}

function setMembers(names, all = names.length) {
  members = new Set(names);
  count = all;
  showPeople();
}

function showPeople() {
  count = Math.max(count, members.size);
  showMembers(members, count);
  const current = rooms.find(({ name }) => name === room);
  if (current && count > 0) current.members = count;
  showRooms(rooms, room, (name) => send(`/join ${name}`));
}

/** You are in this room now: the name and the room are kept, for the next connection. */
function enter(event) {
  if (logged !== '' && logged !== event.room) clearLog();
  logged = room = event.room;
  you = event.you;
  byId('name').value = you;
  byId('here').textContent = room;
  sessionStorage.setItem('room', room);
  setMembers(event.members, event.count);
  showStatus(`You are ${you} in ${room}`);
  askRooms();
}

function rename({ from, to }) {
  if (members.delete(from)) members.add(to);
  if (from === you) {
    you = to;
    byId('name').value = you;
    sessionStorage.setItem('name', you);
    showStatus(`You are ${you} in ${room}`);
  }
}

function onEvent(event) {
  const { type, from } = event;
  if (type === 'room') return enter(event);
  if (type === 'rooms') {
    ({ rooms } = event);
    return showPeople();
  }
  if (type === 'who') return setMembers(event.members, event.count);
  if (type === 'history') {
    clearLog();
    logged = event.room;
    return undefined;
  }
  if (type === 'crowd') {
    setMembers([...members], event.members);
    // Of many that get this, few ask at a time.
    setTimeout(
      () => socket.readyState === WebSocket.OPEN && socket.send('/who'),
      1000 + Math.random() * 4000,
    );
    return addLine('notice', 0, `${event.changes} came, left or changed their names`);
  }
  if (type === 'nick') rename(event);
  else if (type === 'join') members.add(from);
  else if (type === 'leave') members.delete(from);
  if (type === 'join') count++;
  else if (type === 'leave') count--;
  if (type === 'join' || type === 'leave' || type === 'nick') showPeople();
  return addEvent({ ...event, you });
}

function connect() {
  showStatus('Connecting…');
  const opened = new WebSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/ws`);
  socket = opened;
  logged = '';
  opened.addEventListener('open', () => {
    pauseMs = FIRST_PAUSE_MS;
    const name = sessionStorage.getItem('name');
    const last = sessionStorage.getItem('room');
    if (name) opened.send(`/nick ${name}`);
    if (last && last !== 'lobby') opened.send(`/join ${last}`);
  });
  opened.addEventListener('message', ({ data }) => onEvent(JSON.parse(data)));
  opened.addEventListener('close', ({ code }) => {
    setMembers([]);
    if (code === 1000) return showStatus('You have left.', true);
    const why = code === 1008 ? 'You were dropped: this page read too slowly.' : 'The connection is lost.';
    const waitMs = pauseMs * (0.5 + Math.random());
    showStatus(`${why} Connecting again in ${Math.ceil(waitMs / 1000)} s…`);
    setTimeout(connect, waitMs);
    pauseMs = Math.min(pauseMs * 2, MAX_PAUSE_MS);
    return undefined;
  });
}

/** Sends what a form's field has, if anything; `line` makes the line of it. */
function onSubmit(form, field, line) {
  byId(form).addEventListener('submit', (event) => {
    event.preventDefault();
    const text = byId(field).value.trim();
    if (text === '') return;
    if (send(line(text)) && field !== 'name') byId(field).value = '';
    byId('text').focus();
  });
}

onSubmit('saying', 'text', (text) => text);
onSubmit('joining', 'room', (text) => `/join ${text}`);
onSubmit('naming', 'name', (text) => `/nick ${text}`);
byId('again').addEventListener('click', connect);
if (matchMedia('(max-width: 45rem)').matches) byId('people').open = false;
setInterval(askRooms, ROOMS_EVERY_MS);
connect();
byId('text').focus();
