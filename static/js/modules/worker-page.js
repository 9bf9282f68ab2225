// Lets the page be opened without contact: its files and, now and then, its picture are handed to the service worker.
import { freshId } from './client-id.js';
import { serverNow } from './frame-clock.js';
import { ofMine } from './outbox-count.js';

const SOON = 4000;
const OFTEN = 180_000;
const { pictureFrom } = document.documentElement.dataset;
let news = false;
let pictured = Date.now();

const files = () => performance.getEntriesByType('resource').map(({ name }) => name)
  .filter(name => name.startsWith(`${location.origin}/static/`));
const writing = () => [...document.querySelectorAll('.main textarea, .main input:not([type="hidden"])')]
  .some(field => field.value !== field.defaultValue);

async function hand(url) {
  const { active } = await navigator.serviceWorker.ready;
  active.postMessage({ assets: [...new Set(files())], url });
  pictured = Date.now();
  news = false;
}

// A new picture is asked for only where something is looked at and has changed.
function refresh() {
  if (news && document.visibilityState === 'visible' && Date.now() - pictured > OFTEN) hand(location.href);
}

// What was not pushed is old on a page that was opened from its picture: with contact it is opened anew.
function back() {
  if (!pictureFrom || writing() || ofMine() || serverNow() - Date.parse(pictureFrom) < SOON) return;
  location.reload();
}

// A picture is opened many times: what is written on it must not carry the id that its first opening used up.
if (pictureFrom) document.querySelectorAll('[name="client_id"]').forEach(field => { field.value = freshId(); });

if ('serviceWorker' in navigator && isSecureContext) {
  navigator.serviceWorker.register('/worker.js', { updateViaCache: 'none' }).catch(() => {}); // without it all else works
  addEventListener('load', () => setTimeout(() => hand(pictureFrom || location.search ? '' : location.href), SOON / 4));
  document.addEventListener('eventops:change', () => { news = true; });
  document.addEventListener('eventops:picture', () => hand(location.href));
  document.addEventListener('eventops:live', () => setTimeout(back, SOON));
  if (!location.search) setInterval(refresh, 10_000);
}
