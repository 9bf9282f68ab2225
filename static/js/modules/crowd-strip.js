// How full it is, above the log: shares are written as they are pushed, alarms are read anew, told and sounded.
import { sound } from './live-alarm.js';

const TYPES = ['crowd_count', 'crowd_capacity', 'crowd_alarm'];
const LATER = 15_000;
const AGAIN = 10_000;
const spoken = document.querySelector('[data-crowd-said]');
const strip = () => document.getElementById('crowd');
const told = new Set([...strip().querySelectorAll('[data-unacknowledged]')].map(each => each.dataset.crowdAlarm));
let reading = 0;
let soonest = Infinity;

function readIn(wait) {
  if (Date.now() + wait > soonest) return;
  clearTimeout(reading);
  soonest = Date.now() + wait;
  reading = setTimeout(read, wait);
}

async function read() {
  soonest = Infinity;
  const answer = await fetch(strip().dataset.url).catch(() => null);
  if (!answer?.ok) return readIn(AGAIN);
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const held = strip().contains(document.activeElement) && document.activeElement.closest('form')?.getAttribute('action');
  strip().replaceWith(document.importNode(page.getElementById('crowd'), true));
  window.htmx?.process(strip());
  if (held) strip().querySelector(`form[action="${CSS.escape(held)}"] button`)?.focus();
  return tell();
}

function tell() {
  for (const alarm of strip().querySelectorAll('[data-unacknowledged]')) {
    if (told.has(alarm.dataset.crowdAlarm)) continue;
    told.add(alarm.dataset.crowdAlarm);
    spoken.textContent = alarm.querySelector('[data-alarm-text]').textContent;
  }
  ring();
}

function ring() {
  if (strip().querySelector('[data-sounds]')) sound(true);
}

document.addEventListener('eventops:change', ({ detail: change }) => {
  if (!TYPES.includes(change.type)) return;
  const shown = change.zone && strip().querySelector(`[data-crowd-zone="${CSS.escape(change.zone)}"] [data-share]`);
  if (shown && Number.isFinite(change.share)) shown.textContent = Math.floor(change.share);
  readIn(change.type === 'crowd_alarm' ? 50 + Math.random() * 250 : LATER * Math.random());
});
document.addEventListener('htmx:afterSwap', ({ target }) => target.id === 'crowd' && tell());
setInterval(ring, 1000);
ring();
