// The entry line: what it is understood to say, its completions, and the outbox it is sent through.
import { freshId } from './client-id.js';
import { makeOutbox } from './outbox.js';

const form = document.querySelector('[data-line-form]');
const line = form?.elements.line;
const PAUSE = 70;
const READ = 1000; // tokens stand early, and an address has no room for a whole statement
let asking = null;
let timer = 0;
let active = -1;
let outbox;

const shown = () => document.getElementById('understood');
const options = () => [...shown().querySelectorAll('[role="option"]')];

async function understand() {
  asking?.abort();
  asking = new AbortController();
  const query = new URLSearchParams({ line: line.value.slice(0, READ) });
  try {
    const answer = await fetch(`${form.dataset.urlUnderstood}?${query}`, { signal: asking.signal });
    if (answer.ok) show(await answer.text());
  } catch (error) {
    if (error.name !== 'AbortError') clear(); // no contact: the line is read when it arrives
  }
}

function show(html) {
  const page = new DOMParser().parseFromString(html, 'text/html');
  shown().replaceWith(document.importNode(page.getElementById('understood'), true));
  active = -1;
  expand();
  if ('late' in shown().dataset) form.querySelector('[data-late-field]').hidden = false;
}

function clear() {
  asking?.abort();
  clearTimeout(timer);
  shown().replaceChildren();
  active = -1;
  expand();
}

function expand() {
  if (options().length) line.setAttribute('aria-controls', 'line-completions');
  else line.removeAttribute('aria-controls');
  if (active < 0) line.removeAttribute('aria-activedescendant');
  else line.setAttribute('aria-activedescendant', options()[active].id);
  options().forEach((option, index) => option.setAttribute('aria-selected', String(index === active)));
}

function choose(step) {
  const most = options().length;
  active = active < 0 && step < 0 ? most - 1 : (active + step + most) % most;
  expand();
}

function insert(option) {
  const begun = line.value.slice(0, line.value.length - line.value.split(' ').at(-1).length);
  line.value = `${begun}${option.dataset.insert} `;
  changed();
}

function join(number) {
  line.value = `#${number} ${line.value.replace(/^#\d+ /, '')}`;
  changed();
  line.focus();
}

function changed() {
  wrong({});
  line.style.height = 'auto';
  line.style.height = `${line.scrollHeight + 2}px`;
  clearTimeout(timer);
  if (!line.value.trim()) return clear();
  timer = setTimeout(understand, PAUSE);
  return undefined;
}

function wrong(errors) {
  for (const place of form.querySelectorAll('[data-wrong]')) {
    const said = errors[place.dataset.wrong];
    place.hidden = !said;
    place.querySelector('span').textContent = said ?? '';
    form.elements[place.dataset.wrong].toggleAttribute('aria-invalid', Boolean(said));
  }
  if (errors.late_because) form.querySelector('[data-late-field]').hidden = false;
  if (Object.keys(errors).length) form.elements[Object.keys(errors)[0]]?.focus();
}

function pressed(event) {
  const some = options().length;
  if (event.altKey && /^Digit[1-3]$/.test(event.code)) {
    const one = shown().querySelectorAll('[data-join]')[Number(event.code.at(-1)) - 1];
    if (one) join(one.dataset.join);
  } else if (some && event.key === 'ArrowDown') choose(1);
  else if (some && event.key === 'ArrowUp') choose(-1);
  else if (active >= 0 && (event.key === 'Enter' || event.key === 'Tab')) insert(options()[active]);
  else if (some && event.key === 'Tab' && !event.shiftKey && line.value.trim()) insert(options()[0]);
  else if (some && event.key === 'Escape') clear();
  else return;
  event.preventDefault();
  event.stopPropagation();
}

// The line is kept before it is sent, so that nothing that happens on the way can take it; then the field is free.
function send(event) {
  event.preventDefault();
  if (!line.value.trim()) return line.focus();
  const { client_id, late_because, from_paper } = form.elements;
  const told = { client_id: client_id.value, url: form.action, line: line.value, late_because: late_because.value };
  outbox.keep(from_paper.checked ? { ...told, from_paper: 'y' } : told);
  begin('');
  return undefined;
}

function begin(text, late = '') {
  form.elements.client_id.value = freshId();
  line.value = text;
  form.elements.late_because.value = late;
  form.querySelector('[data-late-field]').hidden = !late && !form.elements.from_paper.checked; // a sheet has more lines
  changed();
  line.focus();
}

if (form) {
  form.addEventListener('submit', send);
  line.addEventListener('input', changed);
  line.addEventListener('keydown', pressed);
  form.addEventListener('mousedown', event => {
    const option = event.target.closest('[data-insert]');
    if (option) event.preventDefault();
    if (option) insert(option);
  });
  form.addEventListener('click', ({ target }) => target.closest('[data-join]') && join(target.closest('[data-join]').dataset.join));
  outbox = makeOutbox({
    name: 'line',
    within: form,
    text: item => item.line,
    refused(item, errors) {
      if (line.value.trim()) return false;
      begin(item.line, item.late_because);
      wrong(errors);
      return true;
    },
    back: item => begin(item.line, item.late_because),
  });
}
