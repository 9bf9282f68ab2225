// Parts of a page are read anew when something they show changes, unless somebody writes in them.

const written = part => [...part.querySelectorAll('textarea, input:not([type="hidden"])')].some(field => field.value);
const parts = () => [...document.querySelectorAll('[data-rereads]')];
const waiting = new Set();
let reading = 0;

document.addEventListener('eventops:change', ({ detail: change }) => {
  const type = change.type;
  for (const part of parts()) if (part.dataset.rereads.split(' ').includes(type)) waiting.add(part.id);
  if (!waiting.size) return;
  clearTimeout(reading);
  reading = setTimeout(read, Math.random() * 1500);
});

async function read() {
  const ids = [...waiting];
  waiting.clear();
  const answer = await fetch(location.pathname).catch(() => null);
  if (!answer?.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  for (const id of ids) show(document.getElementById(id), page.getElementById(id));
}

// The focus stays on the row it was on; a part that is being written in is left until the next change.
function show(part, fresh) {
  if (!part || !fresh || written(part)) return;
  const focused = part.contains(document.activeElement) && document.activeElement.getAttribute('href');
  part.replaceChildren(...document.importNode(fresh, true).childNodes);
  if (focused) part.querySelector(`[href="${CSS.escape(focused)}"]`)?.focus();
  window.htmx?.process(part);
}
