// What is due counts on by the server's clock, and is read anew when a decision or a task changes.
import { serverNow } from './frame-clock.js';

const TYPES = ['decision', 'errand'];
const SOON = 10 * 60_000;
const MOST = 1500;
const AGAIN = 10_000;
const list = () => document.getElementById('due');
let reading = 0;

// Minutes and seconds left, or with a minus how long ago it should have been done.
function left(milliseconds) {
  const seconds = Math.floor(Math.abs(milliseconds) / 1000);
  const pad = number => String(number).padStart(2, '0');
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const text = hours ? `${hours}h${pad(minutes)}` : `${minutes}:${pad(seconds % 60)}`;
  return milliseconds < 0 ? `−${text}` : text;
}

function tick() {
  const now = serverNow();
  list()?.querySelectorAll('[data-due]').forEach(row => {
    const ahead = Date.parse(row.dataset.due) - now;
    row.classList.toggle('clock-row--over', ahead <= 0);
    row.classList.toggle('clock-row--warn', ahead > 0 && ahead <= SOON);
    row.querySelector('[data-over]').hidden = ahead > 0;
    row.querySelector('time').textContent = left(ahead);
  });
}

function read(wait) {
  clearTimeout(reading);
  reading = setTimeout(async () => {
    const answer = await fetch(list().dataset.url).catch(() => null);
    if (!answer?.ok) return read(AGAIN);
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const focused = list().contains(document.activeElement) && document.activeElement.getAttribute('href');
    list().replaceWith(document.importNode(page.getElementById('due'), true));
    if (focused) list().querySelector(`a[href="${CSS.escape(focused)}"]`)?.focus();
    return tick();
  }, wait);
}

document.addEventListener('eventops:change', ({ detail: change }) => {
  const gone = change.type === 'entry' && change.what === 'entry.struck';
  if (list() && (gone || TYPES.includes(change.type))) read(Math.random() * MOST);
});
if (list()) {
  tick();
  setInterval(tick, 1000);
}
