/** Shows the chat. Texts of people are set as text, never as HTML. */

const MAX_LINES = 500;

export const byId = (id) => document.getElementById(id);

function element(name, properties, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

/** Makes a name, in a colour that is always the same for it. */
function nameOf(name) {
  let hash = 7;
  for (const unit of name.toLowerCase()) hash = (hash * 31 + unit.codePointAt(0)) % 360;
  const made = element('span', { className: 'name', textContent: name });
  made.style.setProperty('--hue', hash);
  return made;
}

function timeOf(time) {
  const date = new Date(time);
  const text = date.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
  return element('time', { dateTime: date.toISOString(), textContent: text });
}

/** Adds a line to the log; scrolls unless somebody reads further up. */
export function addLine(kind, time, ...parts) {
  const log = byId('log');
  const isAtEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 40;
  log.append(element('li', { className: kind }, ...(time ? [timeOf(time)] : []), ...parts));
  while (log.children.length > MAX_LINES) log.firstChild.remove();
  if (isAtEnd) log.scrollTop = log.scrollHeight;
}

export function addEvent({ type, time, from, to, text, you }) {
  if (type === 'message') addLine('message', time, nameOf(from), ' ', text);
  else if (type === 'action') addLine('action', time, '* ', nameOf(from), ' ', text);
  else if (type === 'direct' && from === you) addLine('direct', time, 'to ', nameOf(to), ' ', text);
  else if (type === 'direct') addLine('direct', time, nameOf(from), ' to you ', text);
  else if (type === 'join') addLine('notice', 0, nameOf(from), ' has come');
  else if (type === 'leave') addLine('notice', 0, nameOf(from), ` has left${text ? `: ${text}` : ''}`);
  else if (type === 'nick') addLine('notice', 0, nameOf(from), ' is now ', nameOf(to));
  else addLine(type === 'error' ? 'error' : 'notice', 0, text);
}

export function clearLog() {
  byId('log').replaceChildren();
}

export function showStatus(text, canComeBack = false) {
  byId('status').textContent = text;
  byId('again').hidden = !canComeBack;
}

export function showMembers(members, count) {
  const names = [...members].toSorted((a, b) => a.localeCompare(b));
  const items = names.map((name) => element('li', {}, nameOf(name)));
  if (count > names.length) items.push(element('li', { textContent: `and ${count - names.length} more` }));
  byId('members').replaceChildren(...items);
  byId('people-title').textContent = `People (${count})`;
}

export function showRooms(rooms, current, join) {
  const focused = document.activeElement?.dataset?.room;
  const items = rooms.map(({ name, members }) => {
    const button = element('button', { type: 'button', textContent: `${name} (${members})` });
    button.dataset.room = name;
    if (name === current) button.setAttribute('aria-current', 'true');
    button.addEventListener('click', () => join(name));
    return element('li', {}, button);
  });
  byId('rooms').replaceChildren(...items);
  if (focused) document.querySelector(`[data-room="${CSS.escape(focused)}"]`)?.focus();
}
