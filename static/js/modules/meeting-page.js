// A meeting while it runs: its clock by the server's time, what others write read anew, and notes that survive anything.
import { freshId } from './client-id.js';
import { serverNow } from './frame-clock.js';
import { makeOutbox } from './outbox.js';

const page = document.querySelector('[data-meeting]');
const AGAIN = 5000;
const { account, event } = document.body.dataset;
const draftOf = form => `note-draft/${event}/${account}/${form.getAttribute('action')}`;

// -- the clock --

function tick() {
  const clock = document.querySelector('[data-meeting-clock]');
  if (!clock) return;
  const now = serverNow();
  const seconds = Math.max(0, Math.floor((now - Date.parse(clock.dataset.since)) / 1000));
  const over = now >= Date.parse(clock.dataset.until);
  const soon = now >= Date.parse(clock.dataset.amber);
  clock.querySelector('[data-elapsed]').textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
  clock.classList.toggle('meeting-clock--over', over);
  clock.classList.toggle('meeting-clock--warn', soon && !over);
  clock.querySelector('[data-said-amber]').hidden = over || !soon;
  clock.querySelector('[data-said-red]').hidden = !over;
}

// -- what others write; a region that somebody writes in waits --

const busy = region => region.contains(document.activeElement) || region.querySelector('details[open]');

async function read() {
  const answer = await fetch(page.dataset.meeting).catch(() => null);
  if (!answer?.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
  for (const region of document.querySelectorAll('[data-live-region]')) {
    const now = fresh.getElementById(region.id);
    if (now && !busy(region) && now.outerHTML !== region.outerHTML) region.replaceWith(document.importNode(now, true));
  }
  const at = fresh.getElementById('at-point')?.dataset.atPoint;
  for (const point of document.querySelectorAll('[data-point]')) {
    if (point.dataset.point === at) point.setAttribute('aria-current', 'step');
    else point.removeAttribute('aria-current');
  }
  tick();
}

async function follow() {
  if (document.visibilityState === 'visible') await read();
  setTimeout(follow, AGAIN);
}

// -- notes: kept as they are typed, sent through the outbox, each exactly once --

const outbox = makeOutbox({
  name: `meeting${page.dataset.meeting}`,
  within: page,
  text: item => item.text,
  sent: read,
  back: item => {
    const form = [...document.querySelectorAll('[data-note]')].find(each => each.action === item.url);
    if (!form) return;
    form.elements.text.value = item.text;
    form.elements.text.focus();
  },
});

for (const form of document.querySelectorAll('[data-note]')) {
  const { text, client_id } = form.elements;
  text.value ||= localStorage.getItem(draftOf(form)) ?? '';
  const grow = () => { text.rows = Math.min(8, Math.max(1, text.value.split('\n').length)); };
  grow();
  text.addEventListener('input', () => { localStorage.setItem(draftOf(form), text.value); grow(); });
  text.addEventListener('keydown', pressed => {
    if (pressed.key === 'Enter' && !pressed.shiftKey && !pressed.isComposing) {
      pressed.preventDefault();
      form.requestSubmit();
    }
  });
  form.addEventListener('submit', submitted => {
    submitted.preventDefault();
    if (!text.value.trim()) return;
    outbox.keep({ client_id: client_id.value, url: form.action, text: text.value });
    localStorage.removeItem(draftOf(form));
    client_id.value = freshId();
    text.value = '';
    grow();
    text.focus();
  });
}

// The first field of what a key has opened is where one goes on writing.
for (const details of document.querySelectorAll('.meeting__more')) {
  details.addEventListener('toggle', () => details.open && details.querySelector('select, input:not([type="hidden"]), textarea')?.focus());
}

// Whether somebody may decide begins with what the plan says of whom they came for.
const roll = document.querySelector('[data-mandates]');
roll?.elements['roll-partner'].addEventListener('change', ({ target }) => {
  roll.elements['roll-decides'].checked = roll.dataset.mandates.split(' ').includes(target.value);
});

tick();
setInterval(tick, 1000);
setTimeout(follow, AGAIN);
