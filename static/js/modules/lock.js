// The lock: a screen that nobody touches is covered, and the server holds its session back, until its account unlocks it.
// What was typed stays under the cover; it is kept for the same account, should somebody else take over here.
import { dropDrafts, keepDrafts, restoreDrafts } from './lock-drafts.js';
import { renew } from './frame-token.js';
import { ofMine } from './outbox-count.js';

const cover = document.getElementById('lock');
const { account } = document.body.dataset;
const FLAG = `locked|${account}`;
const TOUCHED = `touched|${account}`;
const EVERY = 5000;
const idle = Number(cover?.dataset.after) * 60_000;
const locked = () => localStorage.getItem(FLAG) !== null;
const TOLD = 'told'; // the server holds the session back, too

const PATIENCE = 10_000; // ms for an answer: a server that cannot be reached may also say nothing

async function post(url, fields = {}) {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.append(name, value);
  body.append('csrf_token', document.querySelector('[name="csrf_token"]').value);
  const answer = await fetch(url, { method: 'POST', body, redirect: 'manual', signal: AbortSignal.timeout(PATIENCE) });
  if (answer.status === 400) await renew();
  return answer;
}

// Without contact the cover alone locks; the server is told as soon as there is contact.
async function tell() {
  if (!locked()) return;
  const answer = await post(cover.dataset.url).catch(() => null);
  if (answer?.status === 204 && locked()) localStorage.setItem(FLAG, TOLD);
}

function lock() {
  localStorage.setItem(FLAG, '');
  shut();
  tell();
}

function shut() {
  keepDrafts(account);
  document.documentElement.dataset.locked = '';
  if (!cover.open) cover.showModal();
  cover.querySelector('input[type="password"]').focus();
}

function open() {
  localStorage.removeItem(FLAG);
  dropDrafts(account);
  touch();
  delete document.documentElement.dataset.locked;
  cover.close();
  cover.querySelector('form').reset();
  wrong('');
  document.dispatchEvent(new Event('eventops:unlocked'));
}

function wrong(which) {
  for (const each of cover.querySelectorAll('[data-wrong]')) each.hidden = each.dataset.wrong !== which;
  cover.querySelector('[data-lock-waits]').hidden = which !== 'contact' || !ofMine();
  cover.querySelector('[data-lock-count]').textContent = ofMine();
}

// A moved session makes a new token: the second try carries it.
async function unlock(event) {
  event.preventDefault();
  const password = cover.querySelector('input[type="password"]');
  wrong('');
  try {
    await post(cover.dataset.url);
    let answer = await post(event.target.action, { password: password.value });
    if (answer.status === 400) answer = await post(event.target.action, { password: password.value });
    if (answer.type === 'opaqueredirect') return await renew(), open();
    wrong({ 401: 'signed-out', 422: 'password', 429: 'often' }[answer.status] ?? 'contact');
  } catch {
    wrong('contact');
  }
  password.select();
  return undefined;
}

// Signing out needs the server: without it the browser would leave for a page of its own, and the cover with it.
async function handOver(event) {
  event.preventDefault();
  try {
    await fetch(cover.dataset.url, { method: 'HEAD', signal: AbortSignal.timeout(PATIENCE) });
  } catch {
    return wrong('contact');
  }
  keepDrafts(account);
  return event.target.submit();
}

function touch() {
  if (Date.now() - Number(localStorage.getItem(TOUCHED)) > EVERY) localStorage.setItem(TOUCHED, Date.now());
}

function look() {
  if (locked()) return;
  if (idle && Date.now() - Number(localStorage.getItem(TOUCHED)) > idle) lock();
}

// What the server serves to a session that it held back is served because it was unlocked.
function begin() {
  restoreDrafts(account);
  if (localStorage.getItem(FLAG) === TOLD && !document.documentElement.dataset.pictureFrom) open();
  else if (locked()) shut();
  else touch();
  tell();
}

if (cover) {
  begin();
  for (const kind of ['keydown', 'pointerdown', 'pointermove', 'wheel', 'touchstart']) {
    addEventListener(kind, () => locked() || touch(), { capture: true, passive: true });
  }
  setInterval(look, EVERY);
  cover.addEventListener('cancel', event => event.preventDefault());
  cover.addEventListener('close', () => locked() && shut()); // a second Esc closes whatever is said against it
  cover.querySelector('[data-unlock]').addEventListener('submit', unlock);
  cover.querySelector('.lock__over').addEventListener('submit', handOver);
  addEventListener('storage', ({ key, newValue }) => key === FLAG && (newValue === null ? open() : shut()));
  document.addEventListener('eventops:live', tell);
  for (const back of ['online', 'eventops:live']) addEventListener(back, () => wrong(''), { capture: true });
  document.addEventListener('click', ({ target }) => target.closest('[data-lock-now]') && lock());
  document.addEventListener('keydown', event => {
    if (!event.ctrlKey || !event.altKey || event.code !== 'KeyL') return;
    event.preventDefault();
    if (!locked()) lock();
  });
  document.addEventListener('submit', ({ target }) => {
    if (new URL(target.action).pathname === '/logout') keepDrafts(account);
  });
} else if (document.querySelector('[data-sign-in]')) {
  // Nobody is signed in: there is nothing left to cover.
  Object.keys(localStorage).filter(key => key.startsWith('locked|')).forEach(key => localStorage.removeItem(key));
}
