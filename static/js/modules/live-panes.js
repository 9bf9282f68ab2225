// The edges between the panes of the live screen: moved by pointer or arrow keys, remembered for the account.

const STEP = 2;
const LATER = 600;
const grid = document.querySelector('[data-live]');
const edges = [...document.querySelectorAll('[data-edge]')];
const now = edge => Number(edge.getAttribute('aria-valuenow'));
let saving = 0;

function set(edge, value) {
  const [least, most] = ['min', 'max'].map(end => Number(edge.getAttribute(`aria-value${end}`)));
  const size = Math.round(Math.min(Math.max(value, least), most));
  if (size === now(edge)) return;
  edge.setAttribute('aria-valuenow', size);
  grid.style.setProperty(`--pane-${edge.dataset.edge}`, size);
  window.dispatchEvent(new Event('resize')); // the map fits itself to its box
  clearTimeout(saving);
  saving = setTimeout(save, LATER);
}

function save() {
  const values = Object.fromEntries(edges.map(edge => [edge.dataset.edge, now(edge)]));
  window.htmx.ajax('POST', edges[0].dataset.url, { swap: 'none', values });
}

// In percent of the grid: the log from the left, the side from the right, the open incidents from below.
function at(edge, { clientX, clientY }) {
  const box = grid.getBoundingClientRect();
  if (edge.dataset.edge === 'log') return ((clientX - box.left) / box.width) * 100;
  if (edge.dataset.edge === 'side') return ((box.right - clientX) / box.width) * 100;
  return ((box.bottom - clientY) / box.height) * 100;
}

function pressed(edge, event) {
  const grows = edge.dataset.edge === 'log' ? ['ArrowRight', 'ArrowDown'] : ['ArrowLeft', 'ArrowUp'];
  const keys = ['ArrowRight', 'ArrowDown', 'ArrowLeft', 'ArrowUp'];
  if (keys.includes(event.key)) set(edge, now(edge) + (grows.includes(event.key) ? STEP : -STEP));
  else if (event.key === 'Home') set(edge, 0);
  else if (event.key === 'End') set(edge, 100);
  else if (event.key === 'Enter') set(edge, Number(edge.dataset.usual));
  else return;
  event.preventDefault();
}

for (const edge of edges) {
  edge.addEventListener('keydown', event => pressed(edge, event));
  edge.addEventListener('dblclick', () => set(edge, Number(edge.dataset.usual)));
  edge.addEventListener('pointerdown', event => {
    edge.setPointerCapture(event.pointerId);
    event.preventDefault();
    edge.focus();
  });
  edge.addEventListener('pointermove', event => edge.hasPointerCapture(event.pointerId) && set(edge, at(edge, event)));
}
