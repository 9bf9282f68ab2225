// An open incident, in the drawer or on its page: what others do to it is shown at once, unless something is being written.

/** The number of the incident a change is about. */
export const about = change => (change.type === 'incident' ? change.number : change.incident);

const writingIn = shown => shown.contains(document.activeElement) || [...shown.querySelectorAll('textarea')].some(area => area.value);

document.addEventListener('eventops:change', ({ detail: change }) => {
  const shown = document.getElementById('incident');
  if (!shown || Number(shown.dataset.incidentOpen) !== about(change)) return;
  if (change.what === 'incident.withdrawn') return void (shown.closest('#drawer') ?? location.reload()); // the drawer closes itself
  if (writingIn(shown)) return;
  const address = shown.querySelector('.incident__title a').getAttribute('href');
  window.htmx.ajax('GET', address, { target: shown, swap: 'outerHTML' });
});

// Who began to write while it was on its way keeps what stands there.
document.addEventListener('htmx:beforeSwap', ({ detail }) => {
  if (detail.requestConfig.verb === 'get' && detail.target.id === 'incident' && writingIn(detail.target)) detail.shouldSwap = false;
});
