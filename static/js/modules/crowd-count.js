// Counting on a phone: taps are gathered for a moment and sent as one count, in order, exactly once, also after a
// while without contact. What is tapped and not yet gathered survives the page.
import { freshId } from './client-id.js';
import { serverNow } from './frame-clock.js';
import { makeOutbox } from './outbox.js';

const form = document.querySelector('[data-counter]');
const density = document.querySelector('[data-density]');
const { zone, gate } = form.elements;
const GATHERED = 2500;
const { account, event } = document.body.dataset;
const PLACE = `counter-place/${event}/${account}`;
const PENDING = `counter-pending/${event}/${account}`;
const empty = () => ({ came_in: 0, went_out: 0, last: null });
let pending = JSON.parse(localStorage.getItem(PENDING) ?? 'null') ?? empty();
let total = { came_in: 0, went_out: 0 };
let step = 1;
let timer = 0;

const said = item => (item.density ? `${item.zone} ${density.dataset.text} ${item.density}`
  : `${item.zone} ${item.came_in} ${form.dataset.in} · ${item.went_out} ${form.dataset.out}`);
const outbox = makeOutbox({ name: 'crowd', within: form, text: said });

function chosen() {
  const kept = JSON.parse(localStorage.getItem(PLACE) ?? '{}');
  const asked = new URLSearchParams(location.search);
  const known = (field, value) => value && [...field.options].some(option => option.value === value);
  for (const [field, name] of [[zone, 'zone'], [gate, 'gate']]) {
    if (!asked.has(name) && known(field, kept[name])) field.value = kept[name];
  }
}

function place() {
  localStorage.setItem(PLACE, JSON.stringify({ zone: zone.value, gate: gate.value }));
  for (const line of form.querySelectorAll('[data-now] > [data-zone]')) line.hidden = line.dataset.zone !== zone.value;
  density.elements.zone.value = zone.value;
}

function tap(way, people) {
  pending[way] += people;
  total[way] += people;
  pending = { ...pending, zone: zone.value, gate: gate.value, last: { way, people } };
  localStorage.setItem(PENDING, JSON.stringify(pending));
  navigator.vibrate?.(people > 0 ? 20 : [20, 60, 20]);
  show();
  clearTimeout(timer);
  timer = setTimeout(gather, GATHERED);
}

// The pending count is let go only once the outbox has it.
function gather() {
  clearTimeout(timer);
  const { came_in, went_out, zone: where, gate: way } = pending;
  if (came_in || went_out) {
    outbox.keep({ client_id: freshId(), url: form.action, zone: where, gate: way, came_in, went_out });
  }
  pending = { ...empty(), last: pending.last };
  localStorage.removeItem(PENDING);
}

function undo() {
  const { last } = pending;
  if (!last) return;
  tap(last.way, -last.people);
  pending.last = null;
  show();
}

function show() {
  form.querySelector('[data-tally-box]').hidden = false;
  form.querySelector('[data-tally-in]').textContent = total.came_in;
  form.querySelector('[data-tally-out]').textContent = total.went_out;
  form.querySelector('[data-undo]').disabled = !pending.last;
}

const numbers = new Intl.NumberFormat(document.documentElement.lang);

function stands({ zone: code, inside, share }) {
  const line = form.querySelector(`[data-now] > [data-zone="${CSS.escape(code)}"]`);
  if (!line) return;
  line.querySelector('[data-inside]').textContent = numbers.format(inside);
  line.querySelector('[data-share-box]').hidden = share === null;
  line.querySelector('[data-share]').textContent = Math.floor(share ?? 0);
}

form.addEventListener('submit', submitted => {
  submitted.preventDefault();
  const way = submitted.submitter?.dataset.way;
  if (way) tap(way, step);
});
density.addEventListener('submit', submitted => {
  submitted.preventDefault();
  const { value } = submitted.submitter;
  const written_at = new Date(serverNow()).toISOString();
  outbox.keep({ client_id: freshId(), url: form.action, zone: zone.value, density: value, written_at });
  navigator.vibrate?.(20);
  density.closest('details').open = false;
});
form.addEventListener('click', ({ target }) => {
  const button = target.closest('[data-step]');
  if (target.closest('[data-undo]')) undo();
  if (!button) return;
  step = Number(button.dataset.step);
  for (const each of button.parentElement.children) each.setAttribute('aria-pressed', String(each === button));
  const [more, less] = form.querySelectorAll('[data-shown-step]');
  more.textContent = `+${step}`;
  less.textContent = `−${step}`;
});
for (const field of [zone, gate]) {
  field.addEventListener('change', () => {
    gather();
    pending.last = null;
    place();
  });
}
document.addEventListener('visibilitychange', () => document.visibilityState === 'hidden' && gather());
addEventListener('pagehide', gather);
document.addEventListener('eventops:change', ({ detail }) => /^crowd_(count|capacity)$/.test(detail.type) && stands(detail));
chosen();
place();
if (pending.came_in || pending.went_out) gather();
