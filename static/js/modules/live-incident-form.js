// What another state asks for is shown with that state only: how it ended, or when it is looked at again.

function fit(select) {
  for (const part of select.form.querySelectorAll('[data-for-state]')) part.hidden = part.dataset.forState !== select.value;
}

const all = () => document.querySelectorAll('.incident__state select[name="state"]').forEach(fit);

document.addEventListener('change', ({ target }) => target.matches('.incident__state select[name="state"]') && fit(target));
document.addEventListener('htmx:afterSettle', all);
all();
