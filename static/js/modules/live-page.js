// The live screen: what is pushed becomes rows; the drawer, the keys and the ages.
import { serverNow } from './frame-clock.js';
import './live-drawer.js';
import './live-keys.js';
import { glow, incidentRow, logRow, struck, unitRow } from './live-rows.js';
import { ago } from './live-words.js';

const log = document.querySelector('[data-live-log]');
const open = document.querySelector('[data-live-incidents]');
const units = document.querySelector('[data-live-units]');
const free = document.querySelector('[data-live-free]');
const known = new Map();
const MOST = 500; // rows kept; older ones are a click away

const rowOf = number => document.getElementById(`incident-${number}`);
const lineOf = number => document.getElementById(`line-${number}`);

function apply({ detail: change }) {
  if (change.what.endsWith('.withdrawn')) return withdraw(change);
  if (change.what.endsWith('.erased')) return erase(change);
  if (change.type === 'incident') showIncident(change);
  const entry = change.entry ?? (change.type === 'entry' ? change : null);
  if (entry) showLine(entry, change.type === 'incident' ? change : known.get(entry.incident));
}

function showLine(entry, incident) {
  const target = entry.strikes && lineOf(entry.strikes);
  if (target) struck(target, entry);
  if (lineOf(entry.number) || 'filtered' in log.dataset) return;
  const row = logRow(entry, incident ?? remembered(entry.incident));
  const before = [...log.querySelectorAll(':scope > [data-line]')].find(other => Number(other.dataset.line) < entry.number);
  log.insertBefore(row, before ?? log.querySelector('.log-more'));
  glow(row);
  const rows = log.querySelectorAll(':scope > [data-line]');
  if (rows.length > MOST) rows[rows.length - 1].remove();
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
  else place(incidentRow(incident, row ?? undefined), !row);
  showUnits(incident);
  count();
}

function place(row, isNew) {
  const rank = other => Number(other.dataset.priorityNow) * 1e9 + Number(other.dataset.incident);
  const next = [...open.children].find(other => other !== row && rank(other) > rank(row));
  if (isNew || row.nextElementSibling !== (next ?? null)) open.insertBefore(row, next ?? null);
  glow(row);
}

function showUnits({ number, state, units: sent }) {
  units.querySelectorAll(`[data-of="${number}"]`).forEach(row => row.remove());
  const working = state === 'closed' ? [] : sent.filter(unit => unit.status !== 'released');
  for (const unit of sent) units.querySelector(`[data-unit="${CSS.escape(unit.call_sign)}"]`)?.remove();
  for (const unit of working) {
    const row = unitRow(unit, number);
    row.dataset.of = number;
    units.append(row);
  }
  for (const sign of free?.children ?? []) {
    sign.hidden = Boolean(units.querySelector(`[data-unit="${CSS.escape(sign.dataset.sign)}"]`));
  }
}

function withdraw({ type, number }) {
  if (type === 'incident') {
    rowOf(number)?.remove();
    log.querySelectorAll(`[data-incident="${number}"]`).forEach(row => row.remove());
    known.delete(number);
  } else lineOf(number)?.remove();
  count();
}

function erase({ type, number }) {
  if (type === 'entry') lineOf(number)?.querySelector('[data-field="text"]').replaceChildren();
  else rowOf(number)?.querySelector('[data-field="title"]').replaceChildren();
}

function count() {
  document.querySelector('[data-open-count]').textContent = open.children.length;
  const urgent = document.querySelector('[data-priority-count]');
  const ones = open.querySelectorAll('[data-priority-now="1"]').length;
  urgent.hidden = !ones;
  urgent.textContent = urgent.dataset.countText.replace('{}', ones);
}

function tick() {
  const now = serverNow();
  document.querySelectorAll('[data-since]').forEach(age => {
    if (age.dataset.since) age.textContent = ago(age.dataset.since, now);
  });
}

document.addEventListener('eventops:change', apply);
count();
tick();
setInterval(tick, 1000);
