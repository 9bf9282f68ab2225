// An incident opens as a drawer over map and open list; the entry line and the log stay.
import { about } from './live-incident.js';

const drawer = document.getElementById('drawer');
const body = document.getElementById('drawer-body');
let opener = null;

/** Open the incident that a link leads to. */
export function openIncident(link) {
  opener = link;
  drawer.hidden = false;
  const shown = window.htmx.ajax('GET', link.getAttribute('href'), { target: body, swap: 'innerHTML settle:0ms' }); // its forms answer at once
  shown.then(() => drawer.focus({ preventScroll: true }));
}

/** Close the drawer and go back to where it was opened from. */
export function closeDrawer() {
  if (!drawer || drawer.hidden) return false;
  drawer.hidden = true;
  body.replaceChildren();
  (opener?.isConnected ? opener : document.getElementById('content')).focus();
  return true;
}

document.addEventListener('click', event => {
  const link = event.target.closest('[data-open]');
  if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey && event.button === 0) {
    event.preventDefault();
    openIncident(link);
  }
  if (event.target.closest('[data-drawer-close]')) closeDrawer();
});

document.addEventListener('eventops:change', ({ detail: change }) => {
  const shown = body?.querySelector('[data-incident-open]');
  if (shown && change.what === 'incident.withdrawn' && Number(shown.dataset.incidentOpen) === about(change)) closeDrawer();
});
