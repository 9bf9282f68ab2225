// What the map is narrowed to: reads the filter form, keeps it in the address, and says which incidents pass.
import { serverNow } from './frame-clock.js';

const HOUR = 3600;

/** Calls `changed` with the test for incidents now and whenever the form changes. */
export function filters(form, changed) {
  const { timezone, dayStartsAt } = form.dataset;
  const days = form.querySelector('[data-days]');
  const told = () => changed(test(new FormData(form), day => dayStart(day, Number(dayStartsAt), timezone)));
  form.addEventListener('submit', event => event.preventDefault());
  form.addEventListener('change', () => {
    days.hidden = form.elements.time.value !== 'days';
    history.replaceState(null, '', `?${new URLSearchParams(new FormData(form))}`);
    told();
  });
  told();
}

function test(data, start) {
  const state = data.get('state');
  const priorities = new Set(data.getAll('priority').map(Number));
  const category = data.get('category');
  const [since, until] = span(data, start);
  return incident =>
    priorities.has(incident.priority) &&
    (state === 'all' || (incident.state === 'closed') === (state === 'closed')) &&
    (!category || incident.category === category) &&
    incident.at >= since && incident.at < until;
}

/** Half-open, in seconds since 1970; days are operational days, from the hour they begin to the same hour after the last. */
function span(data, start) {
  const time = data.get('time');
  if (time === 'days') {
    const [since, until] = ['since', 'until'].map(name => data.get(name));
    return [since ? start(since) : -Infinity, until ? start(after(until)) : Infinity];
  }
  return [time ? serverNow() / 1000 - Number(time) * HOUR : -Infinity, Infinity];
}

function after(day) {
  const next = new Date(`${day}T00:00Z`);
  next.setUTCDate(next.getUTCDate() + 1);
  return next.toISOString().slice(0, 10);
}

/** When an operational day (YYYY-MM-DD) begins in a zone, in seconds since 1970. */
function dayStart(day, hour, timeZone) {
  const guess = Date.parse(`${day}T${String(hour).padStart(2, '0')}:00Z`);
  const there = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' }).format(guess);
  return (2 * guess - Date.parse(`${there.replace(' ', 'T')}Z`)) / 1000;
}
