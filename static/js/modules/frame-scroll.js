// A table wider than its place scrolls; then, and only then, it can be reached by keyboard. A row of tabs stands at its own.

const watch = new ResizeObserver(entries => entries.forEach(({ target }) => mark(target)));

function mark(box) {
  const scrolls = box.scrollWidth > box.clientWidth;
  box.toggleAttribute('tabindex', scrolls);
  if (scrolls) box.tabIndex = 0;
  if (scrolls) box.setAttribute('role', 'group');
  else box.removeAttribute('role');
}

function show(tabs) {
  const here = tabs.querySelector('[aria-current]');
  if (here) tabs.scrollLeft = here.offsetLeft - (tabs.clientWidth - here.offsetWidth) / 2;
}

function find(root) {
  root.querySelectorAll('[data-scrolls]').forEach(box => watch.observe(box));
  root.querySelectorAll('[data-tabs]').forEach(show);
}

find(document);
document.addEventListener('htmx:load', ({ target }) => find(target));
