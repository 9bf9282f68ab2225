// A table wider than its place scrolls; then, and only then, it can be reached by keyboard.

const watch = new ResizeObserver(entries => entries.forEach(({ target }) => mark(target)));

function mark(box) {
  const scrolls = box.scrollWidth > box.clientWidth;
  box.toggleAttribute('tabindex', scrolls);
  if (scrolls) box.tabIndex = 0;
  if (scrolls) box.setAttribute('role', 'group');
  else box.removeAttribute('role');
}

function find(root) {
  root.querySelectorAll('[data-scrolls]').forEach(box => watch.observe(box));
}

find(document);
document.addEventListener('htmx:load', ({ target }) => find(target));
