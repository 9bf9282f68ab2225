// Single keys: `?` shows them; `g` and a letter goes along the rail; data-key="n" makes a control answer to n.
import { open } from './frame-dialogs.js';

const STORED = 'single-keys';
const PAUSE = 1500;
const choice = document.getElementById('single-keys');
let goingUntil = 0;

const writing = target => target.closest('input:not([type="checkbox"], [type="radio"]), textarea, select, [contenteditable]');
const off = () => localStorage.getItem(STORED) === 'off';
const named = (attribute, key) => [...document.querySelectorAll(`[${attribute}="${CSS.escape(key)}"]`)].find(seen);
const seen = element => element.checkVisibility();

function act(element) {
  if (element.matches('[type="radio"]')) {
    element.click();
    document.getElementById(element.dataset.then)?.focus();
    return;
  }
  if (element.matches('input, textarea, select')) element.focus();
  else element.click();
}

function pressed(event) {
  const going = Date.now() < goingUntil;
  goingUntil = 0;
  if (event.key === 'g' && !going) goingUntil = Date.now() + PAUSE;
  else if (event.key === '?') open('shortcuts');
  else return answer(going ? named('data-go', event.key) : named('data-key', event.key), event);
  event.preventDefault();
}

function answer(element, event) {
  if (!element) return;
  event.preventDefault();
  act(element);
}

document.addEventListener('keydown', event => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || event.isComposing) return;
  if (off() || writing(event.target) || document.querySelector('dialog[open]')) return;
  pressed(event);
});

if (choice) {
  choice.checked = !off();
  choice.addEventListener('change', () => localStorage.setItem(STORED, choice.checked ? 'on' : 'off'));
}
