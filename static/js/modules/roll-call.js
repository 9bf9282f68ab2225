// The roll-call by one thumb: a tap is kept until the server has it, a badge is a tap, typing narrows the list.
import { serverNow } from './frame-clock.js';
import { trouble } from './frame-notes.js';
import { glow } from './glow.js';
import { show } from './roster-live.js';

const KEY = `eventops-taps/${document.body.dataset.event}`;
const AGAIN = 4000;
const box = document.getElementById('taps');
const find = document.getElementById('find');
let sending = false;
let signedOut = false;

const read = () => JSON.parse(localStorage.getItem(KEY) ?? '[]');
const keep = taps => { localStorage.setItem(KEY, JSON.stringify(taps)); paint(); };

function fresh() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map(byte => byte.toString(16).padStart(2, '0')).join('');
}

// -- taps: kept, sent one after the other, tried again until they are through --

document.addEventListener('submit', event => {
  const form = event.target;
  if (!form.matches('[data-tap]')) return;
  event.preventDefault();
  const body = new URLSearchParams(new FormData(form, event.submitter));
  body.set('mark-client_id', fresh());
  body.set('mark-at', new Date(serverNow()).toISOString());
  keep([...read(), { url: form.action, body: body.toString(), row: form.closest('[data-row]')?.id }]);
  send();
});

async function send() {
  if (sending) return;
  sending = true;
  while (read().length && await sent(read()[0])) keep(read().slice(1));
  sending = false;
  paint();
  if (read().length) setTimeout(send, AGAIN);
}

const token = () => JSON.parse(document.body.getAttribute('hx-headers'))['X-CSRFToken'];

async function post({ url, body }) {
  const sentBody = new URLSearchParams(body);
  sentBody.set('csrf_token', token());
  return fetch(url, { method: 'POST', body: sentBody, headers: { 'X-CSRFToken': token() } }).catch(() => null);
}

// True once the server has answered for good, also when it said no: then the page it gave says why.
async function sent(tap) {
  const answer = await post(tap);
  signedOut = Boolean(answer && (answer.status === 401 || answer.status === 400));
  if (!answer || answer.status >= 500 || signedOut) return false;
  if (answer.status === 403) trouble('not-allowed');
  else if (answer.ok || answer.status === 422) show(new DOMParser().parseFromString(await answer.text(), 'text/html'));
  else if (answer.status !== 404) trouble('failed');
  return true;
}

function paint() {
  const taps = read();
  const stuck = taps.length && !sending;
  box.hidden = !stuck && !(taps.length > 1 && !navigator.onLine);
  box.querySelector('p').textContent = (signedOut ? box.dataset.refused : box.dataset.text).replace('{}', taps.length);
  const waiting = new Set(taps.map(tap => tap.row));
  document.querySelectorAll('[data-row]').forEach(row => {
    row.classList.toggle('call-row--waiting', waiting.has(row.id));
    row.querySelector('[data-waiting]').hidden = !waiting.has(row.id);
  });
}

window.addEventListener('online', send);
window.addEventListener('beforeunload', event => { if (read().length) event.preventDefault(); });

// -- finding: typing narrows, a scanner types a whole badge and Enter --

const plainly = text => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
const rows = () => [...document.querySelectorAll('[data-row]')];
const BADGE = /^EO\d+X[0-9A-F]+$/i;

function narrow() {
  const words = plainly(find.value).split(/\s+/);
  const badge = BADGE.test(find.value.trim());
  rows().forEach(row => {
    const text = plainly(row.querySelector('.call-row__who').textContent);
    row.hidden = !badge && !words.every(word => text.includes(word));
  });
}

function scanned(code) {
  const row = rows().find(each => each.dataset.badge === code.trim().toUpperCase());
  if (!row) return location.assign(`?${new URLSearchParams({ ...Object.fromEntries(new FormData(find.form)), q: code.trim() })}`);
  find.value = '';
  narrow();
  row.scrollIntoView({ block: 'center' });
  const reference = row.querySelector('[name="mark-reference"]');
  if (reference && !reference.value) return reference.focus();
  glow(row);
  const here = row.querySelector('[value="present"]');
  if (!here) return (row.querySelector('.tap--main') ?? row.querySelector('.tap') ?? find).focus(); // called before: what now is a choice
  here.click();
  return find.focus();
}

find?.addEventListener('input', narrow);
find?.form.addEventListener('submit', event => {
  if (BADGE.test(find.value.trim())) {
    event.preventDefault();
    scanned(find.value);
    return;
  }
  const shown = rows().filter(row => !row.hidden);
  if (shown.length !== 1 && document.querySelectorAll('[data-row]').length) event.preventDefault();
  if (shown.length !== 1) return;
  event.preventDefault();
  shown[0].querySelector('.call-row__reference input, .tap')?.focus();
});
document.addEventListener('roster:shown', () => { narrow(); paint(); });

// -- the camera, where the browser reads codes itself --

const camera = document.getElementById('camera');
const opener = document.querySelector('[data-camera]');
if (opener && 'BarcodeDetector' in window && navigator.mediaDevices) opener.hidden = false;

opener?.addEventListener('click', async () => {
  const video = camera.querySelector('video');
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } }).catch(() => null);
  if (!stream) return;
  video.srcObject = stream;
  camera.showModal();
  await video.play();
  const detector = new window.BarcodeDetector({ formats: ['qr_code'] });
  while (camera.open) {
    const [found] = await detector.detect(video).catch(() => []);
    if (found) {
      camera.close();
      scanned(found.rawValue);
    }
    await new Promise(soon => { setTimeout(soon, 200); });
  }
  stream.getTracks().forEach(track => track.stop());
});

if (box) {
  paint();
  send();
}
