// What the unit does, by one tap: kept on the phone with its time until it has reached the server, in order, each once.
import { freshId } from './client-id.js';
import { makeOutbox } from './outbox.js';

const box = document.querySelector('[data-taps]');

function note(text) {
  const made = box.querySelector('[data-taps-note]').content.firstElementChild.cloneNode(true);
  made.querySelector('p').textContent = text;
  box.querySelector('[data-taps-said]').append(made);
}

const look = () => document.dispatchEvent(new Event('field:sent'));

function sent(item, answer) {
  if (answer?.note) note(answer.note);
  look();
}

// What is refused stays as a row that says why, until it is taken away; the page shows what stands instead.
function refused() {
  look();
  return false;
}

if (box) {
  const outbox = makeOutbox({
    name: 'tap', within: box, sent, refused,
    text: item => `${item.about ?? item.call_sign} · ${item.named}`,
  });
  document.addEventListener('submit', event => {
    const form = event.target.closest('form[data-tap]');
    if (!form) return;
    event.preventDefault();
    box.querySelector('[data-taps-said]').replaceChildren();
    const { csrf_token: _, ...fields } = Object.fromEntries(new FormData(form));
    outbox.keep({ ...fields, client_id: freshId(), url: form.action, named: form.querySelector('button').textContent.trim() });
  });
}
