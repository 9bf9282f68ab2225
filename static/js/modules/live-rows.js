// Fills the empty rows that the server drew, by field and with text only.
import { said, time, when, word } from './live-words.js';

const screen = document.querySelector('[data-live]');
const empty = id => document.getElementById(id).content.firstElementChild.cloneNode(true);
const PLAIN = ['note', 'opened'];
const STRIKABLE = ['note', 'assessment', 'decision', 'task', 'order', 'sitrep', 'contact', 'opened'];
const numbered = (url, number) => url.replace('/0', `/${number}`);
const field = (row, name) => row.querySelector(`[data-field="${name}"]`);

function write(row, name, text) {
  const place = field(row, name);
  if (!place) return;
  place.textContent = text ?? '';
  if (place.hasAttribute('hidden') && text) place.hidden = false;
}

function badge(row, name, code, kind, icon) {
  const shown = field(row, name);
  if (!shown) return;
  shown.dataset[kind] = kind === 'audience' && !['all', 'police', 'command'].includes(code) ? 'named' : code;
  const text = shown.querySelector('[data-word], [data-number]');
  text.textContent = kind === 'priority' ? code : word(kind, code);
  const use = shown.querySelector('use');
  if (icon && use) use.setAttribute('href', use.getAttribute('href').replace(/#.*/, `#${kind}-${shown.dataset[kind]}`));
}

/** Fill a row of the log with an entry; `incident` is what is known of its incident. */
export function logRow(entry, incident) {
  const row = empty('log-row');
  row.id = `line-${entry.number}`;
  row.dataset.line = entry.number;
  row.dataset.kind = entry.kind;
  row.classList.toggle('log-row--decision', entry.kind === 'decision');
  write(row, 'time', when(entry));
  field(row, 'time').dateTime = entry.occurred_at;
  if (entry.incident) linked(row, entry.incident);
  field(row, 'priority-box').hidden = !incident;
  if (incident) {
    badge(row, 'priority', incident.priority, 'priority');
    write(row, 'sector', incident.sector);
  }
  if (!PLAIN.includes(entry.kind)) write(row, 'word', `${word('entry_kind', entry.kind)}: `);
  write(row, 'text', said(entry));
  field(row, 'text').classList.toggle('quoted', Boolean(entry.quoted));
  write(row, 'on_behalf', entry.on_behalf);
  write(row, 'receiver', entry.receiver && `→ ${entry.receiver}`);
  write(row, 'channel', entry.channel);
  write(row, 'late', entry.late_because && ` ${time(entry.entered_at).slice(0, 5)} ${word('late', entry.late_because)}`);
  write(row, 'author', entry.author);
  field(row, 'author').title = entry.author;
  badge(row, 'audience', entry.audience, 'audience', true);
  strikable(row, entry);
  return row;
}

function linked(row, number) {
  row.dataset.incident = number;
  const link = field(row, 'incident');
  link.textContent = `#${number}`;
  link.href = numbered(screen.dataset.urlIncident, number);
  link.hidden = false;
}

function strikable(row, { kind, number }) {
  const link = field(row, 'strike');
  if (!link || !STRIKABLE.includes(kind)) return;
  link.href = numbered(screen.dataset.urlStrike, number);
  link.hidden = false;
}

/** Show that a line was struck by another. */
export function struck(row, by) {
  row.classList.add('log-row--struck');
  write(row, 'reason', `${word('entry_kind', 'strike')} ${time(by.entered_at)} /${by.author}: ${by.text}`);
  field(row, 'strike')?.setAttribute('hidden', '');
}

/** Fill a row of the list of incidents, a new one or the one that stands. */
export function incidentRow(incident, row = empty('incident-row')) {
  row.id = `incident-${incident.number}`;
  Object.assign(row.dataset, { incident: incident.number, priorityNow: incident.priority, stateNow: incident.state, reviewAt: incident.review_at ?? '' });
  const unseen = incident.priority === 1 && !incident.acknowledged_at;
  if (unseen) row.dataset.unseen = incident.occurred_at;
  else delete row.dataset.unseen;
  badge(row, 'priority', incident.priority, 'priority');
  badge(row, 'state', incident.state, 'state', true);
  const link = field(row, 'number');
  link.textContent = `#${incident.number}`;
  link.href = numbered(screen.dataset.urlIncident, incident.number);
  write(row, 'sector', incident.sector);
  write(row, 'title', incident.title);
  write(row, 'units', incident.units.filter(unit => unit.status !== 'released').map(unit => unit.call_sign).join(' '));
  const age = field(row, 'age');
  age.dataset.since = age.dateTime = incident.occurred_at;
  return row;
}
