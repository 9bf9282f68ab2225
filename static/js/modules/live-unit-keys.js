// One key each: units of the open incident and of the board are sent, followed and cleared without the pointer.

const STORED = 'single-keys';
const STEPS = { e: 'en_route', o: 'on_scene', c: 'released' };
const BEFORE = { en_route: 'assigned', on_scene: 'en_route', released: 'on_scene' };
const board = () => document.querySelector('[data-unit-board]');
const writing = target => target.closest('input:not([type="checkbox"], [type="radio"]), textarea, select, [contenteditable]');
const chosen = () => document.activeElement.closest('.unit-row');
const shown = () => [...document.querySelectorAll('.incident')].find(each => each.checkVisibility());

function post(sign, act, fields = {}) {
  const url = board().dataset.urlAct?.replace('SIGN', encodeURIComponent(sign)).replace(/contact$/, act);
  if (url) window.htmx.ajax('POST', url, { swap: 'none', values: fields });
}

/** What a key does to a unit of the board. */
function onBoard(row, key) {
  const { unit, availability, status } = row.dataset;
  const incident = shown()?.dataset.incidentOpen;
  const toggled = { b: 'break', u: 'out' }[key];
  if (key === 'a' && incident) post(unit, 'assigned', { incident });
  else if (STEPS[key] && status) post(unit, STEPS[key]);
  else if (key === 'w' && status) post(unit, 'contact');
  else if (toggled && !status) post(unit, availability === toggled ? 'available' : toggled);
  else return false;
  return true;
}

// The unit whose turn the step is takes it, so that e, o and c follow one unit; else the first that can.
function stepping(incident, step) {
  const due = incident.querySelector(`[data-incident-unit][data-status="${BEFORE[step]}"] [value="${step}"]`);
  return due ?? incident.querySelector(`[data-incident-unit] [value="${step}"]`);
}

function onIncident(incident, key) {
  const list = incident.querySelector('.suggestions');
  if (key === 'a') (list && !list.contains(document.activeElement) ? list.querySelector('button') : incident.querySelector('#call-sign'))?.focus();
  else if (/^[1-5]$/.test(key) && list?.contains(document.activeElement)) list.querySelector(`[data-suggested="${key}"]`)?.click();
  else if (STEPS[key]) {
    const button = stepping(incident, STEPS[key]);
    if (!button) return false;
    button.click();
  } else return false;
  return true;
}

function move(row, key) {
  const all = [...board().querySelectorAll('.unit-row')];
  const next = all[row ? all.indexOf(row) + (key === 'j' ? 1 : -1) : 0];
  next?.querySelector('.unit-row__sign').focus();
  return Boolean(next);
}

function act(key) {
  const row = board() && chosen();
  if (row && (key === 'j' || key === 'k')) return move(row, key);
  if (key === 'v' && board()) return move(null, 'j');
  if (row && onBoard(row, key)) return true;
  return Boolean(shown()) && onIncident(shown(), key);
}

// Before the other keys of the page: what is chosen decides what a key means.
document.addEventListener('keydown', event => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat) return;
  if (localStorage.getItem(STORED) === 'off' || writing(event.target) || document.querySelector('dialog[open]')) return;
  if (!act(event.key)) return;
  event.preventDefault();
  event.stopPropagation();
}, { capture: true });

document.addEventListener('click', ({ target }) => {
  const button = target.closest('[data-unit-act]');
  if (!button) return;
  const row = button.closest('.unit-row');
  const incident = shown()?.dataset.incidentOpen;
  button.closest('[popover]').hidePopover();
  post(row.dataset.unit, button.dataset.unitAct, button.dataset.unitAct === 'assigned' ? { incident } : {});
});

// "Send to the open incident" stands only where one is open.
document.addEventListener('toggle', ({ target, newState }) => {
  const button = newState === 'open' && target.matches?.('.unit-card') && target.querySelector('[data-unit-act="assigned"]');
  if (button) button.hidden = !shown();
}, { capture: true });
