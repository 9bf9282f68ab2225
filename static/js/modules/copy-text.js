// Copies a text to be pasted into another system and says so; where the browser forbids it, the text stands selected.

document.addEventListener('click', async ({ target }) => {
  const button = target.closest('[data-copies]');
  if (!button) return;
  const text = document.querySelector(button.dataset.copies);
  const copied = await navigator.clipboard?.writeText(text.textContent).then(() => true, () => false);
  if (!copied) {
    text.closest('details').open = true;
    getSelection().selectAllChildren(text);
    text.focus();
  }
  document.getElementById('copied').textContent = copied ? button.dataset.done : button.dataset.selected;
});
document.addEventListener('click', ({ target }) => target.closest('[data-print]') && window.print());
