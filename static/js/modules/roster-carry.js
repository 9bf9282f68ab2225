// People taken to shifts of the board: dragged with a pointer, or carried with the keyboard; and the way back.

const banner = document.getElementById('carrying');
const words = banner?.querySelector('[data-text-carry]');
const FAR = 6; // pixels that make a drag
const EDGE = 40;
const BAR = '.board__bars a[data-shift]';
const ROW = '#drawer :is([data-person], [data-assignment])';

const writing = target => target.closest('input:not([type="checkbox"], [type="radio"]), textarea, select');
const of = row => ({ person: row.dataset.person, assignment: row.dataset.assignment, name: row.dataset.name, row });

// -- putting down: the answer is the shift in the drawer, with its warnings if there are any --

function put(carried, bar) {
  const url = (carried.person ? words.dataset.assign : words.dataset.move).replace('/0/', `/${bar.id.replace('bar-', '')}/`);
  const values = carried.person ? { 'assign-person': carried.person } : { 'move-assignment': carried.assignment };
  return window.htmx.ajax('POST', url, { target: '#drawer-body', select: '#shift', swap: 'innerHTML settle:0ms', values });
}

// -- by keyboard: the button of a row takes somebody up, Enter on a shift puts them down, Escape lets go --

let carried = null;

function takeUp(row) {
  carried = of(row);
  words.textContent = words.dataset.textCarry.replace('{}', carried.name);
  banner.hidden = false;
  (document.querySelector(`${BAR}[tabindex="0"]`) ?? document.querySelector(BAR))?.focus();
}

function letGo() {
  carried = null;
  if (banner) banner.hidden = true;
}

document.addEventListener('click', event => {
  const button = event.target.closest('[data-carry]');
  if (button && words) takeUp(button.closest(ROW));
});

document.addEventListener('keydown', event => {
  if (event.key === 'Escape') return escape(event);
  const bar = carried && event.key === 'Enter' && event.target.closest(BAR);
  if (!bar) return;
  event.preventDefault();
  put(carried, bar);
  letGo();
}, true);

function escape(event) {
  if (ghost) return drop();
  if (!carried) return;
  event.preventDefault();
  event.stopPropagation();
  carried.row.querySelector('[data-carry]')?.focus();
  letGo();
}

const offer = () => document.querySelectorAll('#drawer [data-carry]').forEach(button => { button.hidden = !words; });
document.addEventListener('htmx:afterSettle', offer);

// -- by pointer; fingers scroll --

let held = null;
let ghost = null;
let over = null;

document.addEventListener('pointerdown', event => {
  const row = words && event.pointerType !== 'touch' && !event.button && event.target.closest(ROW);
  if (row && !event.target.closest('button, a')) held = { ...of(row), x: event.clientX, y: event.clientY };
});

document.addEventListener('pointermove', event => {
  if (!held) return;
  if (!ghost && Math.hypot(event.clientX - held.x, event.clientY - held.y) > FAR) lift();
  if (ghost) follow(event);
});

function lift() {
  ghost = document.createElement('div');
  ghost.className = 'carry-ghost';
  ghost.textContent = held.name;
  document.body.append(ghost);
  document.body.classList.add('is-dragging');
}

function follow(event) {
  ghost.style.transform = `translate(${event.clientX + 12}px, ${event.clientY + 8}px)`;
  nudge(event.clientX);
  const bar = document.elementFromPoint(event.clientX, event.clientY)?.closest(BAR) ?? null;
  if (bar === over) return;
  over?.classList.remove('bar-link--target');
  bar?.classList.add('bar-link--target');
  over = bar;
}

// Near the edge of the board it scrolls, so that later days come within reach.
function nudge(x) {
  const board = document.querySelector('.board');
  const { left, right } = board.getBoundingClientRect();
  if (x > left && x < left + EDGE) board.scrollLeft -= EDGE / 2;
  if (x < right && x > right - EDGE) board.scrollLeft += EDGE / 2;
}

document.addEventListener('pointerup', () => {
  const [taken, bar] = [held, over];
  if (ghost) addEventListener('click', quiet, { capture: true, once: true });
  setTimeout(() => removeEventListener('click', quiet, { capture: true }));
  drop();
  if (taken && bar) put(taken, bar);
});
document.addEventListener('pointercancel', drop);

function quiet(event) {
  event.preventDefault();
  event.stopPropagation();
}

function drop() {
  ghost?.remove();
  over?.classList.remove('bar-link--target');
  document.body.classList.remove('is-dragging');
  held = ghost = over = null;
}

// -- undoing --

document.addEventListener('keydown', event => {
  const undo = document.getElementById('undo');
  if (event.key !== 'z' || !(event.ctrlKey || event.metaKey) || event.shiftKey) return;
  if (!undo || undo.disabled || writing(event.target)?.value) return; // in an empty field there is no typing to undo
  event.preventDefault();
  undo.click();
});
