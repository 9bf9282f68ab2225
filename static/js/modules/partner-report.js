// A partner's report goes through the outbox: kept when there is no contact, sent in order, each exactly once.
import { freshId } from './client-id.js';
import { makeOutbox } from './outbox.js';

const form = document.querySelector('[data-partner-report]');
const FIELDS = ['text', 'priority', 'sector', 'place', 'on_behalf', 'occurred_at', 'late_because'];

const said = () => Object.fromEntries(FIELDS.map(name => [name, new FormData(form).get(name) ?? '']));

function fill(item) {
  for (const name of FIELDS) {
    const field = form.elements[name];
    if (field) field.value = item[name] ?? '';
  }
  form.elements.client_id.value = item.client_id;
}

function empty() {
  form.reset();
  form.elements.client_id.value = freshId();
  for (const wrong of form.querySelectorAll('.form-errors')) wrong.remove();
}

const outbox = makeOutbox({
  name: 'partner-report',
  within: form,
  text: item => item.text,
  back: item => { fill(item); form.elements.text.focus(); },
});

form.addEventListener('submit', event => {
  if (!form.elements.text.value.trim()) return; // the server says what is missing, beside the field
  event.preventDefault();
  outbox.keep({ client_id: form.elements.client_id.value, url: form.action, ...said() });
  empty();
  form.elements.text.focus();
});
