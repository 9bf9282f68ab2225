// Shows whether the picture is live and how old it is; the module that holds the socket reports here.
import { hourMinute, pictureMoment, serverNow } from './frame-clock.js';

const element = document.getElementById('connection');
const words = element?.querySelector('[data-text]');
const said = document.getElementById('connection-said');
let heardAt = pictureMoment();

/** Something came from the server just now (a change or a heartbeat): the picture is current. */
export function heard() {
  heardAt = serverNow();
  show('live');
}

/** The socket is trying to connect or to catch up. */
export const waiting = () => show('waiting');

/** The connection is lost; the picture is as old as what was last heard. */
export const lost = () => show('lost');

function show(state) {
  if (!element) return;
  const changed = element.dataset.state !== state;
  element.dataset.state = state;
  write();
  if (changed) said.textContent = words.textContent;
}

function write() {
  const { state } = element.dataset;
  const fill = state === 'live' ? Math.floor((serverNow() - heardAt) / 1000) : hourMinute(heardAt);
  words.textContent = element.getAttribute(`data-text-${state}`).replace('{}', fill);
}

if (element) {
  if (document.documentElement.dataset.pictureFrom) element.dataset.state = 'lost';
  write();
  setInterval(write, 1000);
}
