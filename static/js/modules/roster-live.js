// Draws the parts of a roster page marked data-fresh again when something of the roster changes anywhere.
import { serverNow } from './frame-clock.js';

const HEARD = new Set([
  'assignment', 'attendance', 'notification', 'suspension', 'directive', 'directive_receipt', 'units_on_duty',
]);
let due = 0;

/** Put the fresh parts of a page in the place of those that stand; ticks, typing, openings and the focus stay. */
export function show(page) {
  for (const part of document.querySelectorAll('[data-fresh]')) {
    const fresh = page.getElementById(part.id);
    if (fresh) replace(part, fresh);
  }
  tick();
  document.dispatchEvent(new CustomEvent('roster:shown'));
}

function replace(part, fresh) {
  const focused = part.contains(document.activeElement) ? document.activeElement : null;
  const open = [...part.querySelectorAll('details[open]')].map(each => each.closest('[id]')?.id);
  const typed = new Map([...part.querySelectorAll('input[id]')].map(each => [each.id, [each.value, each.checked]]));
  const place = focused && [focused.id, focused.closest('[id]')?.id, focused.name, focused.value];
  part.replaceChildren(...document.importNode(fresh, true).childNodes);
  for (const [id, [value, checked]] of typed) {
    const field = document.getElementById(id);
    if (!field) continue;
    if (field.type === 'checkbox') field.checked = checked;
    else if (!field.value) field.value = value;
  }
  for (const id of open) document.getElementById(id)?.querySelector('details')?.setAttribute('open', '');
  if (place) again(place);
}

function again([own, around, name, value]) {
  const box = document.getElementById(around);
  const same = own && document.getElementById(own);
  const button = [...(box?.querySelectorAll('button') ?? [])].find(each => each.name === name && each.value === value);
  (same || button || box?.querySelector('button, a, input'))?.focus();
}

// The board draws itself again when it is told that somebody was put on or taken off.
function readAnew() {
  document.getElementById('board')?.dispatchEvent(new Event('staffed', { bubbles: true }));
  if (document.querySelector('[data-fresh]')) refresh();
}

/** Read this page anew. */
export async function refresh() {
  const answer = await fetch(location.href).catch(() => null);
  if (answer?.ok) show(new DOMParser().parseFromString(await answer.text(), 'text/html'));
}

document.addEventListener('eventops:change', ({ detail }) => {
  if (!HEARD.has(detail.type)) return;
  clearTimeout(due);
  due = setTimeout(readAnew, 100 + Math.random() * 300);
});

// -- how long until duty begins, or since it has --

function span(ms) {
  const minutes = Math.floor(Math.abs(ms) / 60_000);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

function tick() {
  for (const each of document.querySelectorAll('[data-until]')) {
    const left = Date.parse(each.dataset.until) - serverNow();
    each.textContent = (left > 0 ? each.dataset.textBefore : each.dataset.textAfter).replace('{}', span(left));
    each.classList.toggle('late', left <= 0);
  }
}

document.addEventListener('change', ({ target }) => {
  if (!target.matches('[data-tick-all]')) return;
  const all = [...document.querySelectorAll(`[data-tick="${target.dataset.tickAll}"]`)];
  const first = all.filter(each => 'first' in each.dataset);
  for (const each of first.length ? first : all) each.checked = target.checked;
});

tick();
setInterval(tick, 15_000);
