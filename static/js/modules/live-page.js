// The live screen: what is pushed becomes rows; the drawer, the keys and the ages.
import { serverNow } from './frame-clock.js';
import { glow } from './glow.js';
import './live-drawer.js';
import './live-keys.js';
import { incidentRow, logRow, struck } from './live-rows.js';
import { ago } from './live-words.js';

const log = document.querySelector('[data-live-log]');
const open = document.querySelector('[data-live-incidents]');
const known = new Map();
const MOST = 120; // rows kept; older ones are a click away, and each that stands makes a new one dearer
const MANY = 3000; // while somebody reads further down
const kept = () => (log.parentElement.scrollTop > 0 ? MANY : MOST);

const rowOf = number => document.getElementById(`incident-${number}`);
const lines = () => [...log.querySelectorAll(':scope > [data-line]')];
const lineOf = number => document.getElementById(`line-${number}`);

let late = [];

// What was missed comes all at once: gathered, so that the lists are put in order once and only rows that stay are made.
function hear({ detail: change }) {
  if (!change.missed) return apply(change);
  if (!late.length) queueMicrotask(catchUp);
  late.push(change);
}

function catchUp() {
  const changes = late;
  late = [];
  const told = [];
  const focused = document.activeElement;
  for (const change of changes) {
    const entry = change.entry ?? (change.type === 'entry' ? change : null);
    if (/\.(withdrawn|erased)$/.test(change.what)) apply(change);
    else {
      if (change.type === 'incident') showIncident(change);
      if (change.what === 'incident.audience_changed') refill(change);
      if (entry) told.push([entry, change.type === 'incident' ? change : known.get(entry.incident)]);
    }
  }
  settle();
  if (focused !== document.activeElement) focused.focus();
  told.sort(([one], [other]) => one.number - other.number);
  for (const [entry, incident] of told.slice(-kept())) showLine(entry, incident, true);
}

function apply(change) {
  if (change.what.endsWith('.withdrawn')) return withdraw(change);
  if (change.what.endsWith('.erased')) return erase(change);
  if (change.type === 'incident') showIncident(change);
  if (change.what === 'incident.audience_changed') refill(change);
  const entry = change.entry ?? (change.type === 'entry' ? change : null);
  if (entry) showLine(entry, change.type === 'incident' ? change : known.get(entry.incident));
}

// Its earlier lines were told to another audience, and are kept from who missed them there: ask for what may be seen.
async function refill(incident) {
  const answer = await fetch(`${log.dataset.urlIncidents}/${incident.number}`);
  if (!answer.ok) return;
  const { entries } = await answer.json();
  for (const entry of entries) showLine(entry, incident, true);
}

function showLine(entry, incident, missed) {
  const target = entry.strikes && lineOf(entry.strikes);
  if (target) struck(target, entry);
  if (lineOf(entry.number) || 'filtered' in log.dataset) return;
  const row = logRow(entry, incident ?? remembered(entry.incident));
  let below = log.firstElementChild;
  while (below && Number(below.dataset.line) > entry.number) below = below.nextElementSibling;
  log.insertBefore(row, below);
  if (!missed) glow(row);
  soon();
}

function remembered(number) {
  const row = number && rowOf(number);
  return row && { priority: row.dataset.priorityNow, sector: row.querySelector('[data-field="sector"]').textContent };
}

function showIncident(incident) {
  if ((known.get(incident.number)?.revision ?? 0) >= incident.revision) return;
  known.set(incident.number, incident);
  const row = rowOf(incident.number);
  if (incident.state === 'closed') row?.remove();
  else place(incidentRow(incident, row ?? undefined), incident.missed);
  soon();
}

const rank = row => Number(row.dataset.priorityNow) * 1e9 + Number(row.dataset.incident);

// The most urgent first, then the oldest: halve the list until the place is found.
function place(row, missed) {
  if (!missed) glow(row);
  if (stands(row)) return;
  if (missed) return open.append(row);
  const focused = row.contains(document.activeElement) && document.activeElement;
  row.remove();
  let [low, high] = [0, open.children.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (rank(open.children[middle]) < rank(row)) low = middle + 1;
    else high = middle;
  }
  open.insertBefore(row, open.children[low] ?? null);
  if (focused) focused.focus();
}

function stands(row) {
  const { previousElementSibling: above, nextElementSibling: below } = row;
  return row.parentElement === open && (!above || rank(above) < rank(row)) && (!below || rank(row) < rank(below));
}

// Rows that were missed wait at the end until all are there; those that stand right are not touched.
function settle() {
  const ranks = new Map([...open.children].map(row => [row, rank(row)]));
  let below = open.firstElementChild;
  for (const row of [...ranks.keys()].sort((one, other) => ranks.get(one) - ranks.get(other))) {
    if (row === below) below = row.nextElementSibling;
    else open.insertBefore(row, below);
  }
}

function withdraw({ type, number }) {
  if (type === 'incident') {
    rowOf(number)?.remove();
    log.querySelectorAll(`[data-incident="${number}"]`).forEach(row => row.remove());
    known.delete(number);
  } else lineOf(number)?.remove();
  soon();
}

function erase({ type, number }) {
  if (type === 'entry') lineOf(number)?.querySelector('[data-field="text"]').replaceChildren();
  else rowOf(number)?.querySelector('[data-field="title"]').replaceChildren();
}

function trim() {
  const rows = lines();
  if (rows.length <= kept()) return;
  for (const row of rows.slice(MOST)) row.remove();
  delete log.dataset.long;
  if (log.querySelector('.log-more')) return;
  log.append(document.getElementById('log-more').content.cloneNode(true));
  window.htmx.process(log.lastElementChild);
}

// The way to older lines goes on from the last that stands, whatever was taken away since it was drawn.
document.addEventListener('htmx:configRequest', ({ target, detail }) => {
  if (!target.closest('.log-more')) return;
  log.dataset.long = '';
  detail.path = detail.path.replace(/before=\d+/, `before=${lines().at(-1).dataset.line}`);
});

let counting = 0;
const soon = () => { counting ||= requestAnimationFrame(count); };

function count() {
  counting = 0;
  trim();
  for (const list of [log, open]) list.parentElement.querySelector('[data-when-empty]').hidden = Boolean(list.firstElementChild);
  document.querySelector('[data-open-count]').textContent = open.children.length;
  const urgent = document.querySelector('[data-priority-count]');
  const ones = open.querySelectorAll('[data-priority-now="1"]').length;
  urgent.hidden = !ones;
  urgent.textContent = urgent.dataset.countText.replace('{}', ones);
}

function tick() {
  const now = serverNow();
  document.querySelectorAll('[data-since]').forEach(age => {
    const text = age.dataset.since && ago(age.dataset.since, now);
    if (text && age.textContent !== text) age.textContent = text;
  });
}

document.addEventListener('eventops:change', hear);
count();
tick();
setInterval(tick, 1000);
