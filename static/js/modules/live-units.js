// The unit board follows what is pushed: a unit goes to the group of what it does; who is on duty is read anew.
import { serverNow } from './frame-clock.js';
import { word } from './live-words.js';

const board = () => document.querySelector('[data-unit-board]');
const rowOf = sign => board().querySelector(`.unit-row[data-unit="${CSS.escape(sign)}"]`);
const rows = () => [...board().querySelectorAll('.unit-row')];
const ASK_SPREAD = 4000; // many screens see a unit's time run out at once; the first one asks
const asked = new Set();
let reading = 0;
let heard = 0;

const groupOf = ({ status, availability }) => (status ? (status === 'on_scene' ? 'on_scene' : 'en_route') : availability);

// Its place in a group is that of its call sign, as the server has it.
function place(row) {
  const group = board().querySelector(`[data-group="${groupOf(row.dataset)}"]`);
  const list = group.querySelector('ul');
  const after = [...list.children].find(each => each !== row && each.dataset.unit.localeCompare(row.dataset.unit, 'sv', { numeric: true }) > 0);
  if (row.parentElement !== list || row.nextElementSibling !== (after ?? null)) {
    const focused = row.contains(document.activeElement) && document.activeElement;
    list.insertBefore(row, after ?? null);
    if (focused) focused.focus();
  }
  count();
}

function count() {
  for (const group of board().querySelectorAll('[data-group]')) {
    const there = group.querySelectorAll('.unit-row').length;
    group.hidden = !there;
    group.querySelector('[data-count]').textContent = there;
  }
  const working = rows().filter(row => row.dataset.status).length;
  document.querySelector('[data-units-shown]').textContent = `${working}/${board().dataset.shown.split('/')[1]}`;
}

function follow(row, status, number, since) {
  Object.assign(row.dataset, { status, number, alive: status === 'on_scene' ? since : '' });
  row.querySelector('[data-word]').textContent = status ? word('unit_status', status) : '';
  const link = row.querySelector('[data-open]');
  link.hidden = !number;
  if (number) {
    link.href = board().dataset.urlIncident.replace(/0$/, number);
    link.textContent = `#${number}`;
  }
  row.querySelector('.unit-row__age').dataset.since = since;
  asked.delete(row.dataset.unit);
  place(row);
}

function hearIncident({ number, state, units, at }) {
  for (const unit of units) {
    const row = rowOf(unit.call_sign);
    const there = state !== 'closed' && unit.status !== 'released';
    if (there && !row) readSoon(500);
    if (!row) continue;
    if (there && (row.dataset.number !== String(number) || row.dataset.status !== unit.status)) follow(row, unit.status, number, unit.since);
    if (!there && row.dataset.number === String(number)) follow(row, '', '', unit.since ?? at);
  }
}

const HEARS = {
  incident: hearIncident,
  units_on_duty: () => readSoon(3000),
  unit_state({ call_sign: sign, availability, at }) {
    const row = rowOf(sign);
    if (!row) return readSoon(500);
    row.dataset.availability = availability;
    if (!row.dataset.status) row.querySelector('.unit-row__age').dataset.since = at;
    return place(row);
  },
  entry({ on_behalf: sign, incident, occurred_at: at }) {
    const row = sign && rowOf(sign);
    if (row && row.dataset.alive && row.dataset.number === String(incident)) row.dataset.alive = at;
  },
};

document.addEventListener('eventops:change', ({ detail: change }) => {
  heard += 1;
  if (/\.(withdrawn|erased)$/.test(change.what)) return change.type === 'incident' && readSoon(1000);
  HEARS[change.type]?.(change);
  if (change.entry) HEARS.entry(change.entry);
});

function readSoon(spread) {
  clearTimeout(reading);
  reading = setTimeout(read, 100 + Math.random() * spread);
}

// Not while somebody looks at a unit's card, nor if something was heard meanwhile: then once more.
async function read() {
  if (board().querySelector('[popover]:popover-open')) return readSoon(3000);
  const before = heard;
  const answer = await fetch(board().dataset.url).catch(() => null);
  if (!answer?.ok) return void (reading = setTimeout(read, 10_000));
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  if (before !== heard) return readSoon(1000);
  const focused = board().contains(document.activeElement) && document.activeElement.closest('.unit-row')?.dataset.unit;
  board().replaceWith(document.importNode(page.querySelector('[data-unit-board]'), true));
  if (focused) rowOf(focused)?.querySelector('button')?.focus();
  count();
  tick();
  return atNextShift();
}

function atNextShift() {
  const { next } = board().dataset;
  const wait = next ? Date.parse(next) - serverNow() : Infinity;
  if (wait < 2 ** 31) setTimeout(() => readSoon(5000), Math.max(wait, 0) + 500);
}

// Amber when it should be asked how it fares, red when it has not answered; the server asks, once.
function tick() {
  const now = serverNow();
  const { welfare, answer, urlAsk } = board().dataset;
  for (const row of rows()) {
    const silent = row.dataset.alive ? (now - Date.parse(row.dataset.alive)) / 1000 : 0;
    const late = silent >= Number(welfare);
    row.classList.toggle('unit-row--amber', late);
    row.classList.toggle('unit-row--red', silent >= Number(welfare) + Number(answer));
    row.querySelector('[data-welfare-state]').hidden = !late;
    if (late && urlAsk && !asked.has(row.dataset.unit)) ask(row.dataset.unit, urlAsk);
  }
}

function ask(sign, url) {
  asked.add(sign);
  const post = () => window.htmx.ajax('POST', url.replace('SIGN', encodeURIComponent(sign)), { swap: 'none' });
  setTimeout(post, Math.random() * ASK_SPREAD);
}

if (board()) {
  tick();
  setInterval(tick, 1000);
  atNextShift();
}
