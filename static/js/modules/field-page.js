// What the phone shows of its unit follows what happens; it asks how it fares when its time is out.
import { serverNow } from './frame-clock.js';
import { ago } from './live-words.js';

const EVERY = 30_000; // who may not hear of the incident hears no push of it
const HEARS = ['incident', 'unit_state', 'welfare_check', 'errand', 'units_on_duty'];
const mine = () => document.getElementById('field-mine');
const taps = document.querySelector('[data-taps]'); // what waits stays in the page while its unit is drawn anew
let reading = 0;

function placeTaps() {
  const slot = mine().querySelector('[data-taps-slot]');
  if (taps && slot) slot.append(taps);
  else if (taps) mine().after(taps);
}

function readSoon(spread) {
  clearTimeout(reading);
  reading = setTimeout(read, 100 + Math.random() * spread);
}

async function read() {
  if (taps?.contains(document.activeElement)) return;
  if (mine().contains(document.activeElement) && document.activeElement.matches('select')) return;
  const answer = await fetch(mine().dataset.url).catch(() => null);
  if (!answer?.ok) return;
  const before = mine().dataset.asked;
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const fresh = document.importNode(page.getElementById('field-mine'), true);
  taps?.remove();
  if (document.activeElement !== document.body && mine().contains(document.activeElement) && fresh.textContent === mine().textContent) return placeTaps();
  const changed = fresh.textContent !== mine().textContent;
  mine().replaceWith(fresh);
  placeTaps();
  if (fresh.dataset.asked && fresh.dataset.asked !== before) navigator.vibrate?.([300, 150, 300]);
  tick();
  if (changed) document.dispatchEvent(new Event('eventops:picture')); // what opens without contact shows what stands
}

function tick() {
  const now = serverNow();
  for (const age of mine().querySelectorAll('[data-since]')) age.textContent = ago(age.dataset.since, now);
  const { askAt, urlAsk } = mine().dataset;
  if (!askAt || now < Number(askAt) * 1000) return;
  delete mine().dataset.askAt;
  window.htmx.ajax('POST', urlAsk, { swap: 'none' }).then(() => readSoon(0));
}

document.addEventListener('eventops:change', ({ detail }) => HEARS.includes(detail.type) && readSoon(1500));
document.addEventListener('field:sent', () => readSoon(0));
document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && readSoon(0));
setInterval(() => document.visibilityState === 'visible' && readSoon(1500), EVERY);
setInterval(tick, 1000);
placeTaps();
tick();
