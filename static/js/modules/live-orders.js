// A list of decisions, tasks, reports or conditions is read anew when one of them changes, unless something is written.

const shown = () => document.querySelector('[data-listens]');
const written = list => [...list.querySelectorAll('textarea, input:not([type="hidden"])')].some(field => field.value);
let reading = 0;

document.addEventListener('eventops:change', ({ detail: change }) => {
  const list = shown();
  const ours = list && (change.type === list.dataset.listens || change.what === 'entry.struck');
  if (!ours || written(list)) return;
  clearTimeout(reading);
  reading = setTimeout(read, Math.random() * 1500);
});

function read() {
  const list = shown();
  if (written(list)) return;
  const place = `#${list.id}`;
  window.htmx.ajax('GET', location.pathname, { target: place, select: place, swap: 'outerHTML' });
}
