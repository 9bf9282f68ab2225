// The running clocks: they count on by the server's time, turn amber and red by themselves, and are read anew when told.
import { serverNow } from './frame-clock.js';

const HEARD = new Set(['intervention', 'cell_station']);
const board = () => document.getElementById('clocks');
let due = 0;

const length = ms => {
  const minutes = Math.max(0, Math.floor(ms / 60_000));
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;
};

function stage({ clockUntil, clockAmber }, now) {
  if (!clockUntil) return 'calm';
  return now >= Date.parse(clockUntil) ? 'red' : now >= Date.parse(clockAmber) ? 'amber' : 'calm';
}

function tick() {
  const now = serverNow();
  let turned = false;
  for (const row of board()?.querySelectorAll('[data-clock]') ?? []) {
    const elapsed = row.querySelector('[data-elapsed]');
    const text = length(now - Date.parse(row.dataset.clockSince));
    if (elapsed.textContent !== text) elapsed.textContent = text;
    const is = stage(row.dataset, now);
    turned ||= row.classList.contains('clock-row--over') !== (is === 'red');
    row.hidden = 'quiet' in row.dataset && is === 'calm';
    row.classList.toggle('clock-row--over', is === 'red');
    row.classList.toggle('clock-row--warn', is === 'amber');
    row.querySelector('[data-stage-red]').hidden = is !== 'red';
    row.querySelector('[data-stage-amber]').hidden = is !== 'amber';
  }
  if (turned) readSoon(2000);
}

function readSoon(spread) {
  clearTimeout(due);
  due = setTimeout(read, 100 + Math.random() * spread);
}

// The order of urgency is the server's; the focus stays on the row it was on.
async function read() {
  const shown = board();
  const answer = shown && await fetch(shown.dataset.url).catch(() => null);
  if (!answer?.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const fresh = page.getElementById('clocks');
  if (!fresh) return;
  const focused = shown.contains(document.activeElement) && document.activeElement.getAttribute('href');
  shown.replaceChildren(...document.importNode(fresh, true).childNodes);
  if (focused) shown.querySelector(`[href="${CSS.escape(focused)}"]`)?.focus();
  tick();
}

document.addEventListener('eventops:change', ({ detail }) => { if (HEARD.has(detail.type)) readSoon(300); });
tick();
setInterval(tick, 1000);
