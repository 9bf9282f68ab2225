// Words marked in a line's text are put into its form, which opens: one says the ground and masks them.

document.addEventListener('selectionchange', () => {
  const marked = getSelection();
  const words = marked.toString().trim();
  const text = words && marked.anchorNode?.parentElement?.closest('[data-said]');
  if (!text || !text.contains(marked.focusNode)) return;
  const more = text.closest('[data-line]').querySelector('[data-mask]');
  if (!more) return;
  more.open = true;
  more.querySelector('[name=words]').value = words;
  more.querySelector('[name=field]').value = 'said';
});
