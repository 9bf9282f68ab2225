// A kiosk that is left alone begins again: it says so first, and whoever is there can go on.

import { reached } from './survey-send.js';

const { idle, warning, fresh, done } = document.body.dataset;
const dialog = document.getElementById('idle');
const left = dialog.querySelector('[data-left]');
let last = Date.now();

let asking = false;
const begin = async () => { // without contact the form is emptied where it stands
  if (asking) return;
  asking = true;
  if (await reached()) location.replace(fresh);
  document.querySelector('form')?.reset();
  dialog.close();
  last = Date.now();
  asking = false;
};
const touched = () => { if (!dialog.open) last = Date.now(); };

for (const kind of ['pointerdown', 'keydown', 'input', 'scroll']) {
  addEventListener(kind, touched, { passive: true });
}
dialog.querySelector('[data-go-on]').addEventListener('click', () => {
  dialog.close();
  last = Date.now();
});
dialog.addEventListener('close', () => { last = Date.now(); });

setInterval(() => {
  const quiet = (Date.now() - last) / 1000;
  const limit = Number(done) ? Number(warning) : Number(idle);
  if (quiet < limit) return;
  if (Number(done)) begin();
  else if (!dialog.open) dialog.showModal();
  const rest = limit + Number(warning) - quiet;
  left.textContent = String(Math.max(0, Math.ceil(rest)));
  if (rest <= 0) begin();
}, 1000);
