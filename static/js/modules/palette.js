// Ctrl K: go anywhere by typing. Its places are the page's own links marked data-palette, and #palette-items if present.
import { open } from './frame-dialogs.js';

const dialog = document.getElementById('palette');
const input = document.getElementById('palette-input');
const list = document.getElementById('palette-list');
const blank = document.getElementById('palette-item');
const MOST = 50;
let places = [];

// Å, ä and ö are found by a, a and o too.
const plain = text => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/\s+/g, ' ').trim();

const inMenu = element => Number(element.closest('[popover]') !== null);

function collect() {
  const elements = [...document.querySelectorAll('[data-palette]')];
  elements.sort((a, b) => inMenu(a) - inMenu(b));
  const marked = elements.map(element => ({
    label: (element.dataset.paletteLabel ?? element.textContent).trim(),
    kind: element.dataset.palette,
    go: () => element.click(),
  }));
  const told = JSON.parse(document.getElementById('palette-items')?.textContent ?? '[]');
  return [...marked, ...told.map(({ label, kind, url }) => ({ label, kind, go: () => location.assign(url) }))];
}

function rank(place, words) {
  const text = plain(`${place.label} ${place.kind}`);
  if (!words.every(word => text.includes(word))) return -1;
  return words.filter(word => text.split(' ').some(part => part.startsWith(word))).length;
}

function draw() {
  const words = plain(input.value).split(' ').filter(Boolean);
  const found = places.map(place => [rank(place, words), place]).filter(([score]) => score >= 0);
  found.sort(([a], [b]) => b - a);
  list.replaceChildren(...found.slice(0, MOST).map(([, place], at) => line(place, at)));
  dialog.querySelector('.palette__empty').hidden = found.length > 0;
  list.hidden = found.length === 0;
  input.setAttribute('aria-expanded', String(found.length > 0));
  choose(list.firstElementChild);
}

function line(place, at) {
  const item = blank.content.firstElementChild.cloneNode(true);
  item.id = `palette-${at}`;
  item.querySelector('.palette__label').textContent = place.label;
  item.querySelector('.palette__kind').textContent = place.kind;
  item.addEventListener('click', () => take(place));
  item.addEventListener('pointermove', () => choose(item));
  return item;
}

const chosen = () => list.querySelector('[aria-selected="true"]');

function choose(item) {
  chosen()?.setAttribute('aria-selected', 'false');
  item?.setAttribute('aria-selected', 'true');
  item?.scrollIntoView({ block: 'nearest' });
  input.setAttribute('aria-activedescendant', item?.id ?? '');
}

function take(place) {
  dialog.close();
  place.go();
}

const MOVES = {
  ArrowDown: () => choose(chosen()?.nextElementSibling ?? list.firstElementChild),
  ArrowUp: () => choose(chosen()?.previousElementSibling ?? list.lastElementChild),
  Enter: () => chosen()?.click(),
};

function show() {
  open('palette');
  places = collect();
  input.value = '';
  draw();
}

if (dialog) {
  input.addEventListener('input', draw);
  input.addEventListener('keydown', event => {
    if (!MOVES[event.key] || event.isComposing) return;
    event.preventDefault();
    MOVES[event.key]();
  });
  document.addEventListener('click', event => { if (event.target.closest('[data-dialog-open="palette"]')) show(); });
  document.addEventListener('keydown', event => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || event.key.toLowerCase() !== 'k') return;
    event.preventDefault();
    show();
  });
}
