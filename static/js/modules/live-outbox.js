// What is written and not yet saved: kept in the browser, sent in order, each exactly once by its client_id.
import { serverNow } from './frame-clock.js';
import { trouble } from './frame-notes.js';
import { renew } from './frame-token.js';
import { time } from './live-words.js';

const form = document.querySelector('[data-line-form]');
const list = form?.querySelector('[data-outbox]');
const STORE = `outbox/${form?.dataset.keeps}`;
const AGAIN = 5000;
const SLOW = 400;
let heard = {};
let sending = false;
let failing = false;
let timer = 0;

const read = () => JSON.parse(localStorage.getItem(STORE) ?? '[]');
const write = items => localStorage.setItem(STORE, JSON.stringify(items));
const without = (items, id) => items.filter(item => item.client_id !== id);

/** Be told when a line is refused (return true to take it back) and when one is taken back. */
export const onOutbox = handlers => { heard = handlers; };

/** Keep a line and send it as soon as it can be. */
export function keep(item) {
  write([...read(), { ...item, written_at: new Date(serverNow()).toISOString() }]);
  if (failing) draw();
  flush();
}

// One page at a time sends, whatever number of them stand open.
async function flush() {
  if (sending) return;
  sending = true;
  clearTimeout(timer);
  const late = setTimeout(draw, SLOW);
  const work = () => sendAll();
  try {
    await (navigator.locks ? navigator.locks.request(STORE, work) : work());
    failing = false;
  } catch {
    failing = true;
    timer = setTimeout(flush, AGAIN);
  } finally {
    clearTimeout(late);
    sending = false;
    draw();
  }
  if (!failing && read().some(waits)) flush();
}

const waits = item => !item.errors;

async function sendAll() {
  for (let next = read().find(waits); next; next = read().find(waits)) await send(next);
}

async function send(item) {
  const body = new FormData();
  for (const [name, value] of Object.entries(item)) body.append(name, value);
  body.append('csrf_token', form.elements.csrf_token.value);
  const answer = await fetch(form.action, { method: 'POST', body, headers: { Accept: 'application/json' }, redirect: 'manual' });
  if (answer.status === 201) return write(without(read(), item.client_id));
  if (answer.status === 400) await renew();
  if (answer.status === 401 && !failing) trouble('signed-out');
  if (answer.status !== 422) throw new Error(answer.statusText);
  const { errors } = await answer.json();
  if (heard.refused?.(item, errors)) return write(without(read(), item.client_id));
  return write(read().map(each => (each.client_id === item.client_id ? { ...each, errors } : each)));
}

function draw() {
  const items = read();
  list.hidden = !items.length;
  list.replaceChildren(...items.map(row));
}

function row(item) {
  const made = form.querySelector('[data-outbox-row]').content.firstElementChild.cloneNode(true);
  made.querySelector('[data-time]').textContent = time(item.written_at);
  made.querySelector('[data-text]').textContent = item.line;
  made.querySelector('[data-state-waiting]').hidden = Boolean(item.errors);
  made.querySelector('[data-state-refused]').hidden = !item.errors;
  made.querySelector('[data-why]').textContent = Object.values(item.errors ?? {}).join(' ');
  made.querySelector('[data-take-back]').addEventListener('click', () => {
    write(without(read(), item.client_id));
    draw();
    heard.back?.(item);
  });
  return made;
}

if (form) {
  if (read().length) flush();
  window.addEventListener('online', flush);
  window.addEventListener('storage', ({ key }) => key === STORE && draw());
  document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && read().some(waits) && flush());
  document.addEventListener('eventops:live', () => read().some(waits) && flush());
}
