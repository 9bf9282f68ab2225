// An action card in use: what others tick off is shown at once, unless something is being written.

const shown = () => document.querySelector('[data-card-run]');
const writing = card => [...card.querySelectorAll('input:not([type="hidden"])')].some(input => input.value);

document.addEventListener('eventops:change', ({ detail: change }) => {
  const card = shown();
  const ours = change.what === 'entry.struck' || (change.type === 'card_run' && change.number === Number(card?.dataset.cardRun));
  if (!card || !ours || writing(card)) return;
  window.htmx.ajax('GET', location.pathname, { target: card, select: '#run', swap: 'outerHTML' });
});
