// What is written and not sent is not lost by a link, the language switch or another form: the browser asks first.

const begun = new Set();
const written = form => form?.getAttribute('method') === 'post' && form.closest('.main');

document.addEventListener('input', ({ target }) => written(target.form) && begun.add(target.form));
document.addEventListener('submit', ({ target }) => begun.delete(target));
document.addEventListener('click', ({ target }) => {
  if (target.closest('.form-actions a')) begun.delete(target.closest('form')); // Cancel means it
});

for (const trouble of ['htmx:responseError', 'htmx:sendError']) {
  document.addEventListener(trouble, ({ detail }) => written(detail.elt) && begun.add(detail.elt));
}

addEventListener('beforeunload', event => {
  if ('locked' in document.documentElement.dataset) return; // it is kept for the account
  if ([...begun].some(form => form.isConnected)) event.preventDefault();
});
