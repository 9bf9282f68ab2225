// An incident opens as a drawer over map and open list; the entry line and the log stay.

const drawer = document.getElementById('drawer');
const body = document.getElementById('drawer-body');
let opener = null;

/** Open the incident that a link leads to. */
export function openIncident(link) {
  opener = link;
  drawer.hidden = false;
  const shown = window.htmx.ajax('GET', link.getAttribute('href'), { target: body, swap: 'innerHTML' });
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

// What others do to the open incident is shown at once, unless something is being written on it here.
document.addEventListener('eventops:change', ({ detail: change }) => {
  const shown = body?.querySelector('[data-incident-open]');
  const number = change.type === 'incident' ? change.number : change.incident;
  if (!shown || Number(shown.dataset.incidentOpen) !== number) return;
  if (change.what.endsWith('.withdrawn')) return closeDrawer();
  const writing = [...shown.querySelectorAll('textarea')].some(area => area.value) || shown.contains(document.activeElement);
  if (!writing) window.htmx.ajax('GET', shown.querySelector('.incident__title a').getAttribute('href'), { target: body, swap: 'innerHTML' });
});
