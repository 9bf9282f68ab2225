// A place's form asks for a width only where its kind has one.

/** Show the width for kinds that have one; elsewhere it is neither shown nor sent. */
export function fitWidth(form) {
  const { kind } = form.elements;
  const box = form.querySelector('[data-width]');
  const wide = kind.dataset.wide.split(' ').includes(kind.value);
  box.hidden = !wide;
  for (const input of box.querySelectorAll('input')) input.disabled = !wide;
}

for (const form of document.querySelectorAll('[data-place-form]')) {
  form.elements.kind.addEventListener('change', () => fitWidth(form));
  fitWidth(form);
}
