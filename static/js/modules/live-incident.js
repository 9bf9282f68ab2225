// The incident's own page: what others do to it is shown at once, unless something is being written on it here.

document.addEventListener('eventops:change', ({ detail: change }) => {
  const shown = document.querySelector('[data-incident-open]');
  const number = change.type === 'incident' ? change.number : change.incident;
  if (!shown || Number(shown.dataset.incidentOpen) !== number) return;
  const writing = [...shown.querySelectorAll('textarea')].some(area => area.value) || shown.contains(document.activeElement);
  if (!writing) window.htmx.ajax('GET', location.pathname, { target: shown, swap: 'outerHTML' });
});
