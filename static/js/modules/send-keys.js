// Ctrl+Enter sends the form one writes in; its first button is what is meant, unless several say different things.

document.addEventListener('keydown', event => {
  if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
  const form = event.target.closest('form[data-hurried]');
  if (!form) return;
  event.preventDefault();
  form.requestSubmit(form.querySelector('button[type="submit"], button:not([type])'));
});

// A place that a link leads to opens, so that what is to be done there is at hand.
const meant = document.getElementById(location.hash.slice(1));
if (meant?.matches('details')) {
  meant.open = true;
  meant.querySelector('select, textarea, input:not([type="hidden"])')?.focus();
}
