// The roster by keyboard: arrows between the shifts of the board, a drawer for one shift, a filter over its people.

const drawer = document.getElementById('drawer');
const wide = matchMedia('(min-width: 768px)');

// -- the drawer: on a wide screen a shift opens over the board, on a phone it is a page of its own --

document.addEventListener('click', event => {
  const link = event.target.closest('a[data-shift]');
  const plain = !(event.ctrlKey || event.metaKey || event.shiftKey || event.button);
  if (!link || !drawer || !wide.matches || !plain) return;
  event.preventDefault();
  show(link.getAttribute('href'));
});

async function show(url) {
  await window.htmx.ajax('GET', url, { target: '#drawer-body', select: '#shift', swap: 'innerHTML settle:0ms' }); // its forms answer at once
  if (!drawer.querySelector('#shift')) return;
  drawer.show(); // the board beside it stays within reach
  drawer.querySelector('[data-seek]')?.focus();
  mark()?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
}

// The shift that stands in the drawer is marked on the board; returns it.
function mark() {
  const bar = drawer?.open && opened ? document.getElementById(opened.replace('gap-', 'bar-')) : null;
  bars().forEach(each => each.classList.toggle('bar-link--open', each === bar));
  return bar;
}

drawer?.addEventListener('keydown', event => {
  if (event.key === 'Escape' && !event.defaultPrevented) drawer.close();
});

let opened = null;
drawer?.addEventListener('toggle', ({ newState }) => {
  if (newState === 'closed') document.getElementById(opened)?.focus();
  mark();
});
document.addEventListener('focusin', ({ target }) => {
  const link = target.closest('a[data-shift]');
  if (link) opened = link.id;
});

// -- the board: one stop for Tab, arrows from shift to shift --

const bars = () => [...document.querySelectorAll('#board .board__bars a[data-shift]')];
const rowOf = bar => bar.closest('tr');
const middle = bar => { const box = bar.getBoundingClientRect(); return box.left + box.width / 2; };

const STEPS = {
  ArrowRight: bar => beside(bar, 1),
  ArrowLeft: bar => beside(bar, -1),
  ArrowDown: bar => across(bar, 'nextElementSibling'),
  ArrowUp: bar => across(bar, 'previousElementSibling'),
};

function beside(bar, step) {
  const all = [...rowOf(bar).querySelectorAll('a[data-shift]')];
  return all[all.indexOf(bar) + step];
}

function across(bar, direction) {
  const others = [...(rowOf(bar)[direction]?.querySelectorAll('a[data-shift]') ?? [])];
  return others.sort((a, b) => Math.abs(middle(a) - middle(bar)) - Math.abs(middle(b) - middle(bar)))[0];
}

function stop(at) {
  bars().forEach(bar => bar.setAttribute('tabindex', bar === at ? '0' : '-1'));
}

// Only the bars that change: writing to hundreds of them before each measuring made every step a new layout.
function step(to) {
  document.querySelectorAll('#board a[data-shift][tabindex="0"]').forEach(bar => bar.setAttribute('tabindex', '-1'));
  to.setAttribute('tabindex', '0');
}

document.addEventListener('keydown', event => {
  const bar = event.target.closest('.board__bars a[data-shift]');
  const next = bar && STEPS[event.key]?.(bar);
  if (!next) return;
  event.preventDefault();
  step(next);
  next.focus();
  next.scrollIntoView({ block: 'nearest', inline: 'nearest' });
});

// The keyboard begins at the first post, at the shift that lasts now or comes next.
function first() {
  const now = Number(document.querySelector('.board')?.dataset.now ?? 0);
  const ends = bar => parseFloat(bar.parentElement.getAttribute('x')) + parseFloat(bar.parentElement.getAttribute('width'));
  const row = bars()[0] && [...rowOf(bars()[0]).querySelectorAll('a[data-shift]')];
  return row?.find(bar => ends(bar) > now) ?? bars()[0];
}

document.addEventListener('click', event => {
  if (!event.target.closest('[data-to-board]')) return;
  event.preventDefault();
  const bar = bars().find(each => each.tabIndex === 0);
  bar?.focus();
  bar?.scrollIntoView({ block: 'center', inline: 'nearest' });
});

// What is cut on a short bar is told whole under the pointer.
document.addEventListener('pointerover', ({ target }) => {
  const bar = target.closest('.board__bars a[data-shift]');
  if (!bar || bar.querySelector('title')) return;
  const title = document.createElementNS('http://www.w3.org/2000/svg', 'title');
  title.textContent = bar.getAttribute('aria-label');
  bar.prepend(title);
});

stop(first());
document.addEventListener('htmx:afterSettle', () => {
  stop(document.getElementById(opened) ?? first());
  mark();
  if (document.activeElement === document.body) document.querySelector('#shift [data-focus], #shift [data-seek]')?.focus();
});

const board = document.querySelector('.board[data-now]');
if (board) board.scrollLeft = (board.scrollWidth * board.dataset.now) / 100 - board.clientWidth / 2;

// -- the people of a shift: typing narrows them, Enter or arrow down goes to the first --

const plainly = text => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

document.addEventListener('input', ({ target }) => {
  if (!target.matches('[data-seek]')) return;
  const sought = plainly(target.value).split(/\s+/);
  const people = document.querySelector(target.dataset.seek);
  people.querySelectorAll('.people__row').forEach(row => {
    const text = plainly(row.textContent);
    row.hidden = !sought.every(word => text.includes(word));
  });
  const able = people.querySelector('.people__row:not([hidden]):not(.people__row--unable)');
  const others = people.querySelector('.people__others');
  if (others) others.open = Boolean(target.value.trim() && !able); // why somebody cannot is what is asked then
  const none = people.querySelector('.people__none');
  if (none) none.hidden = Boolean(people.querySelector('.people__row:not([hidden])'));
});

document.addEventListener('keydown', event => {
  if (!event.target.matches('[data-seek]') || !['Enter', 'ArrowDown'].includes(event.key)) return;
  event.preventDefault();
  const first = document.querySelector(`${event.target.dataset.seek} .people__row:not([hidden]) input`);
  if (first) first.checked = true;
  first?.focus();
});
