// An outbox: what is written and not yet saved is kept in the browser and sent in order, each item exactly once.
//
//   import { makeOutbox } from './outbox.js';
//   const outbox = makeOutbox({
//     name: 'report',                    // of this kind of item; boxes are apart by event, account and name
//     within: form,                      // holds {{ outbox() }} of components/outbox.html: the rows that wait
//     text: item => item.text,           // what a waiting row says
//     sent: (item, answer) => {},        // it is saved (201); answer is the JSON, or null
//     refused: (item, errors) => false,  // 422 {errors: {field: text}}: true takes it back, else it stays as a row
//     back: item => {},                  // somebody takes a refused item back, to be put right
//   });
//   outbox.keep({ client_id, url, ...fields });
//
// The item's fields are posted to its url as a form, with written_at and csrf_token beside them; the server answers JSON.
// Text is kept before keep() returns, and keep() throws when the browser has no room: then leave the form as it is. With a
// File among the fields, or a list of them, it returns a promise of the same: await it before the form is emptied.
import { serverNow } from './frame-clock.js';
import { trouble } from './frame-notes.js';
import { renew } from './frame-token.js';
import { time } from './live-words.js';
import { keysOf, ofOthers, ROOT } from './outbox-count.js';
import { drop, fetchFiles, put } from './outbox-files.js';

const AGAIN = 5000;
const SLOW = 400;
const WAIT = { 400: 'stale', 401: 'signed-out', 412: 'other-account' };
const REFUSED = { 403: 'not-allowed', 404: 'failed', 409: 'failed', 413: 'too-large', 415: 'failed' };
const { account, event } = document.body.dataset;

// Each item has its own key, so that two pages never write over each other's; keys sort in the order they were written.
const held = value => [].concat(value).some(each => each instanceof File);

/** Make an outbox; what it does and takes stands at the top of this file. */
export function makeOutbox({ name, within, text, sent, refused, back }) {
  const start = `${ROOT}${account}|${event}|${name}|`;
  const list = within.querySelector('[data-outbox]');
  const blank = within.querySelector('[data-outbox-row]').content.firstElementChild;
  const others = within.querySelector('[data-outbox-others]');
  let [sending, failing, timer] = [false, false, 0];

  const keys = () => keysOf(start);
  const read = key => JSON.parse(localStorage.getItem(key));
  const next = () => keys().find(key => read(key) && !read(key).errors);

  function keep(item) {
    const files = Object.entries(item).filter(([, value]) => held(value));
    if (!files.length) return write(item);
    const rest = Object.fromEntries(Object.entries(item).filter(([, value]) => !held(value)));
    return put(item.client_id, Object.fromEntries(files)).then(() => write({ ...rest, has_files: true }));
  }

  function write(item) {
    const last = Number(keys().at(-1)?.slice(start.length).split('|')[0] ?? 0);
    const at = String(Math.max(Math.floor(serverNow()), last + 1)).padStart(15, '0');
    const written_at = item.written_at || new Date(serverNow()).toISOString();
    localStorage.setItem(`${start}${at}|${item.client_id}`, JSON.stringify({ ...item, written_at }));
    if (failing) draw();
    flush();
  }

  async function remove(key, item) {
    localStorage.removeItem(key);
    if (item.has_files) await drop(item.client_id);
  }

  // One page at a time sends, whatever number of them stand open.
  async function flush() {
    if (sending) return;
    sending = true;
    clearTimeout(timer);
    const late = setTimeout(draw, SLOW);
    try {
      await (navigator.locks ? navigator.locks.request(start, sendAll) : sendAll());
      failing = false;
    } catch {
      failing = true;
      timer = setTimeout(flush, AGAIN);
    } finally {
      clearTimeout(late);
      sending = false;
      draw();
    }
    if (!failing && next()) flush();
  }

  async function sendAll() {
    for (let key = next(); key; key = next()) await send(key, read(key));
  }

  async function send(key, item) {
    const answer = await post(item);
    if (answer.status === 201) {
      await remove(key, item);
      return sent?.(item, await answer.json().catch(() => null));
    }
    if (answer.status === 400) await renew();
    else if (WAIT[answer.status] && !failing) trouble(WAIT[answer.status]);
    const errors = await wrong(answer);
    if (!errors) throw new Error(answer.statusText);
    if (!refused?.(item, errors)) return localStorage.setItem(key, JSON.stringify({ ...item, errors }));
    return remove(key, item);
  }

  function draw() {
    const waiting = keys();
    list.hidden = !waiting.length;
    list.replaceChildren(...waiting.map(key => [key, read(key)]).filter(([, item]) => item).map(row));
    others.hidden = !ofOthers();
    others.querySelector('[data-count]').textContent = ofOthers();
  }

  function row([key, item]) {
    const made = blank.cloneNode(true);
    made.querySelector('[data-time]').textContent = time(item.written_at);
    made.querySelector('[data-text]').textContent = text(item);
    made.querySelector('[data-state-waiting]').hidden = Boolean(item.errors);
    made.querySelector('[data-state-refused]').hidden = !item.errors;
    made.querySelector('[data-why]').textContent = Object.values(item.errors ?? {}).join(' ');
    made.querySelector('[data-take-back]').addEventListener('click', async () => {
      const files = item.has_files ? await fetchFiles(item.client_id) : {};
      await remove(key, item);
      draw();
      back?.({ ...item, ...files });
    });
    return made;
  }

  const again = () => next() && flush();
  if (next()) flush();
  draw();
  addEventListener('online', again);
  addEventListener('storage', ({ key }) => (key ?? ROOT).startsWith(ROOT) && draw());
  document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && again());
  for (const back of ['eventops:live', 'eventops:unlocked']) document.addEventListener(back, again);
  return { keep };
}

// The header says whose it is: the server takes nothing in the name of another account that signed in meanwhile.
async function post({ url, errors: _, has_files, ...fields }) {
  const body = new FormData();
  const files = has_files ? await fetchFiles(fields.client_id) : {};
  for (const [name, value] of Object.entries({ ...fields, ...files })) [].concat(value).forEach(each => body.append(name, each));
  body.append('csrf_token', document.querySelector('[name="csrf_token"]').value);
  const headers = { Accept: 'application/json', 'X-Account': account };
  return fetch(url, { method: 'POST', body, headers, redirect: 'manual' });
}

async function wrong(answer) {
  if (answer.status === 422) return (await answer.json()).errors;
  const why = document.querySelector(`[data-note-template="${REFUSED[answer.status]}"]`);
  return why ? { '': why.content.querySelector('[data-text]').textContent } : null;
}
