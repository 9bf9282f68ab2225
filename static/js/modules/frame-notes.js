// Messages that come and go: flashed by the server, sent by htmx responses, or shown by other modules.

const list = document.getElementById('toasts');
const LINGER = 8000;
const TROUBLE = { 400: 'stale', 401: 'signed-out', 403: 'not-allowed', 429: 'too-many' };

/** Show a text; kind is message, success, warning or error. */
export function note(text, kind = 'message') {
  const shown = clone(kind) ?? clone('message');
  shown.querySelector('[data-text]').textContent = text;
  add(shown);
}

/** Show a trouble whose words stand in the page: no-contact, failed, stale, signed-out, not-allowed or too-many. */
export const trouble = name => add(clone(name));

function clone(name) {
  return document.querySelector(`[data-note-template="${CSS.escape(name)}"]`)?.content.firstElementChild.cloneNode(true);
}

function add(shown) {
  list.append(shown);
  passAway(shown);
}

// What went well leaves by itself; what went wrong stays until it is closed.
function passAway(shown) {
  if (!['message', 'success'].includes(shown.dataset.note)) return;
  const leave = () => (shown.matches(':hover, :focus-within') ? setTimeout(leave, LINGER) : shown.remove());
  setTimeout(leave, LINGER);
}

list.addEventListener('click', event => {
  if (event.target.closest('[data-note-close]')) event.target.closest('.note').remove();
});
list.querySelectorAll('.note').forEach(passAway);

document.addEventListener('note', ({ detail }) => note(detail.text ?? detail.value, detail.kind));
document.addEventListener('htmx:sendError', () => trouble('no-contact'));
document.addEventListener('htmx:timeout', () => trouble('no-contact'));
const LOCKED = 423; // the cover says it
document.addEventListener('htmx:responseError', ({ detail }) => detail.xhr.status !== LOCKED && trouble(TROUBLE[detail.xhr.status] ?? 'failed'));
