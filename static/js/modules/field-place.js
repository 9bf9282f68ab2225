// Where the phone is: asked for only by a tap, told once or while the page is open and seen, never in the background.
import { freshId } from './client-id.js';
import { serverNow } from './frame-clock.js';
import { time } from './live-words.js';

const OFTEN = 60_000;
const box = document.querySelector('[data-position]');
let watching = null;
let toldAt = 0;

/** The phone's place, or null if it does not say: {lat, lon}. */
export const here = (timeout = 10_000) => new Promise(found => {
  if (!navigator.geolocation) return found(null);
  const got = ({ coords }) => found({ lat: coords.latitude.toFixed(6), lon: coords.longitude.toFixed(6) });
  return navigator.geolocation.getCurrentPosition(got, () => found(null), { enableHighAccuracy: true, timeout, maximumAge: 15_000 });
});

const say = text => { box.querySelector('[data-told]').textContent = text; };

async function tell(point) {
  const { text: told, none } = box.querySelector('[data-told]').dataset;
  if (!point) return say(none);
  const body = new FormData();
  Object.entries({ client_id: freshId(), ...point, csrf_token: document.querySelector('[name="csrf_token"]').value })
    .forEach(([name, value]) => body.append(name, value));
  const answer = await fetch(box.dataset.url, { method: 'POST', body, headers: { Accept: 'application/json' } }).catch(() => null);
  if (answer?.status === 201) return say(told.replace('{}', time(new Date(serverNow()).toISOString())));
  return undefined;
}

function moved({ coords }) {
  if (Date.now() - toldAt < OFTEN || document.visibilityState !== 'visible') return;
  toldAt = Date.now();
  tell({ lat: coords.latitude.toFixed(6), lon: coords.longitude.toFixed(6) });
}

function follow(on) {
  if (watching !== null) navigator.geolocation.clearWatch(watching);
  watching = on && navigator.geolocation ? navigator.geolocation.watchPosition(moved, () => tell(null), { enableHighAccuracy: true }) : null;
}

box?.querySelector('[data-once]').addEventListener('click', async () => tell(await here()));
box?.querySelector('[data-follow]').addEventListener('change', ({ target }) => follow(target.checked));
