// Of the picture's form, shows the fields that belong to the chosen kind of time; without this all of them stand there.

const span = document.querySelector('[data-span]');

function show() {
  for (const field of span.form.querySelectorAll('[data-for]')) {
    const wanted = field.dataset.for.split(' ').includes(span.value);
    field.hidden = !wanted;
    field.querySelector('input, select').disabled = !wanted;
  }
}

span?.addEventListener('change', show);
if (span) show();
