// What is shown only once can be copied, saved as a file or printed before one leaves the page.

document.addEventListener('click', event => {
  const button = event.target.closest('[data-copy], [data-download], [data-print]');
  if (!button) return;
  if ('print' in button.dataset) window.print();
  else if (button.dataset.copy) copy(document.querySelector(button.dataset.copy));
  else save(document.querySelector(button.dataset.download), button.dataset.file);
});

async function copy(element) {
  getSelection().selectAllChildren(element);
  await navigator.clipboard?.writeText(element.textContent);
}

function save(list, name) {
  const lines = [...list.children].map(item => item.textContent).join('\n');
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([`${lines}\n`], { type: 'text/plain' }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
