// Native dialogs: opened by data-dialog-open, closed by a click outside; the browser keeps the focus inside.

/** Open a dialog by its id. */
export function open(id) {
  const dialog = document.getElementById(id);
  if (!dialog || dialog.open) return;
  document.querySelector('dialog[open]')?.close();
  dialog.showModal();
}

document.addEventListener('click', event => {
  const opener = event.target.closest('[data-dialog-open]');
  if (opener) {
    opener.closest('[popover]')?.hidePopover();
    open(opener.dataset.dialogOpen);
  } else if (event.target.matches('dialog[open]') && outside(event)) {
    event.target.close();
  }
});

function outside({ target, clientX, clientY }) {
  const box = target.getBoundingClientRect();
  return clientX < box.left || clientX > box.right || clientY < box.top || clientY > box.bottom;
}

document.querySelector('[data-focus]')?.focus();

// Where the address names a place, the browser minds no autofocus and lets go of the focus once the page is whole.
addEventListener('load', () => requestAnimationFrame(() => {
  if (document.activeElement === document.body) document.querySelector(':target [autofocus]')?.focus();
}));
