// A wall for days on end: told that something is new, it fetches what it may show; without contact it keeps the picture,
// says how old it is in big letters, and tries again. Nothing is gathered, so its memory stays as it is.
import { hourMinute, serverNow } from './frame-clock.js';

const AT_MOST = 1000; // one fetch in so many milliseconds
const AT_LEAST = 15_000;
const STALE = 40_000;
const { url, version, event } = document.body.dataset;
const state = document.getElementById('wall-state');
const panes = () => document.getElementById('wall-panes');
const auth = JSON.parse(document.getElementById('wall-auth').textContent);
let heardAt = serverNow();
let timer = 0;
let fetching = false;
let again = false;

function soon(wait) {
  clearTimeout(timer);
  timer = setTimeout(refresh, wait);
}

function say(now) {
  const stale = state.dataset.state === 'live' && serverNow() - heardAt > STALE;
  state.dataset.state = stale ? 'lost' : now ?? state.dataset.state;
  const fill = state.dataset.state === 'live' ? Math.floor((serverNow() - heardAt) / 1000) : hourMinute(heardAt);
  state.querySelector('[data-text]').textContent = state.getAttribute(`data-text-${state.dataset.state}`).replace('{}', fill);
}

async function refresh() {
  if (fetching) {
    again = true;
    return;
  }
  [fetching, again] = [true, false];
  const answer = await fetch(url, { cache: 'no-store', signal: AbortSignal.timeout(10_000) }).catch(() => null);
  const text = answer?.ok && !answer.redirected ? await answer.text().catch(() => '') : '';
  fetching = false;
  if (text) show(text);
  else say(answer?.status === 404 ? 'ended' : 'lost');
  soon(again ? AT_MOST : AT_LEAST);
}

function show(text) {
  const fresh = new DOMParser().parseFromString(text, 'text/html').getElementById('wall-panes');
  if (!fresh) return say('lost');
  if (fresh.dataset.version !== version) return location.reload();
  const moved = fresh.dataset.revision !== panes().dataset.revision;
  panes().replaceWith(document.importNode(fresh, true));
  heardAt = serverNow();
  if (moved) document.dispatchEvent(new Event('eventops:resync'));
  say('live');
  return tick();
}

function tick() {
  const now = serverNow();
  for (const age of panes().querySelectorAll('[data-since]')) {
    const minutes = Math.max(0, Math.floor((now - Date.parse(age.dataset.since)) / 60_000));
    age.textContent = minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)}h${String(minutes % 60).padStart(2, '0')}`;
  }
}

async function stayAwake() {
  if (document.visibilityState === 'visible') await navigator.wakeLock?.request('screen').catch(() => null);
}

const socket = window.io({ transports: ['websocket'], auth, query: { event }, reconnectionDelayMax: 10_000 });
socket.on('stir', () => (fetching ? (again = true) : soon(Math.max(0, AT_MOST - (serverNow() - heardAt)) + Math.random() * 200)));
socket.on('connect', () => soon(0));
socket.on('disconnect', reason => {
  soon(0);
  if (reason === 'io server disconnect') setTimeout(() => socket.connect(), 10_000);
});
socket.on('connect_error', () => setTimeout(() => socket.connected || socket.connect(), 10_000));
document.addEventListener('visibilitychange', stayAwake);
addEventListener('online', () => soon(0));
setInterval(() => { say(); tick(); }, 1000);
stayAwake();
tick();
soon(0);
