// Light or dark at once, and saved in the background; without scripts the form does the same with a reload.
import { trouble } from './frame-notes.js';

const root = document.documentElement;

document.addEventListener('submit', event => {
  const form = event.target.closest('[data-theme-form]');
  if (!form) return;
  event.preventDefault();
  save(form).catch(() => trouble('no-contact'));
  turn(form.elements.theme.value);
});

async function save(form) {
  const answer = await fetch(form.action, { method: 'POST', body: new FormData(form), redirect: 'manual' });
  if (answer.status >= 400) trouble('failed');
}

function turn(theme) {
  root.dataset.bsTheme = theme;
  const other = theme === 'dark' ? 'light' : 'dark';
  document.querySelectorAll('[data-theme-form] [name="theme"]').forEach(input => { input.value = other; });
  document.dispatchEvent(new CustomEvent('theme', { detail: { theme } }));
}
