// The keys of the live screen: up and down the rows, open, strike, back; Enter sends a line, Shift+Enter breaks it.
import { closeDrawer, openIncident } from './live-drawer.js';

const lists = '.log-row, .incident-row';
const writing = target => target.closest('input, textarea, select');

function move(step) {
  const current = document.activeElement.closest(lists);
  const rows = [...(current?.parentElement ?? document.querySelector('[data-live-log]')).querySelectorAll(lists)];
  const next = rows[current ? rows.indexOf(current) + step : 0];
  next?.focus();
}

function act(key) {
  const row = document.activeElement.closest(lists);
  const link = row?.querySelector(key === 'Enter' ? '[data-open][href]:not([hidden])' : '[data-key-row="x"][href]:not([hidden])');
  if (!link) return false;
  if (key === 'Enter') openIncident(link);
  else link.click();
  return true;
}

document.addEventListener('keydown', event => {
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector('dialog[open]')) return;
  if (event.key === 'Escape') return void (writing(event.target) ? event.target.blur() : closeDrawer());
  if (event.key === 'Enter' && !event.shiftKey && event.target.matches('textarea[data-sends], textarea[data_sends]')) {
    event.preventDefault();
    return event.target.form.requestSubmit();
  }
  if (writing(event.target)) return;
  const done = { j: () => move(1), k: () => move(-1), x: () => act('x') }[event.key];
  if (done) done();
  else if (event.key === 'Enter' && document.activeElement.matches(lists) && act('Enter')) event.preventDefault();
});

// One of the entry forms stands open; its key or its button brings it up, ready to write in.
const tabs = document.querySelector('[data-tabs]');

function show(chosen) {
  for (const tab of tabs.children) {
    tab.setAttribute('aria-pressed', String(tab === chosen));
    const form = document.getElementById(tab.dataset.shows);
    if (form) form.hidden = tab !== chosen;
  }
}

// The entry line answers to its key also while another form stands open.
document.addEventListener('keydown', event => {
  if (event.key !== 'n' || event.ctrlKey || event.metaKey || event.altKey || writing(event.target)) return;
  const tab = tabs?.querySelector('[data-shows="line-form"]');
  if (tab && tab.getAttribute('aria-pressed') === 'false') show(tab);
}, { capture: true });

tabs?.addEventListener('click', ({ target }) => {
  const tab = target.closest('[data-shows]');
  if (!tab) return;
  show(tab);
  document.getElementById(tab.dataset.shows).querySelector('select, textarea').focus();
});
if (tabs) show(tabs.querySelector('[aria-pressed="true"]'));

// After an incident was opened or a line written, the fresh form is ready for the next.
document.addEventListener('htmx:afterSwap', ({ detail }) => {
  const form = document.getElementById(detail.target.id);
  if (detail.successful && form?.matches('[data-clears]')) form.querySelector('select, textarea')?.focus();
});

// A place pointed at on the map goes into the open form.
document.addEventListener('eventops:place', ({ detail }) => {
  const form = document.querySelector('[data-place-target]');
  if (!form) return;
  form.elements.lat.value = detail.lat.toFixed(6);
  form.elements.lon.value = detail.lon.toFixed(6);
  form.querySelector('details').open = true;
  form.elements.category.focus();
});
