// The report and the call for help: kept on the phone until they have reached the server, each exactly once.
import { freshId } from './client-id.js';
import { here } from './field-place.js';
import { makeOutbox } from './outbox.js';

const report = document.querySelector('[data-report]');
const help = document.querySelector('[data-help]');

function said(form) {
  form.querySelector('[data-said]').hidden = false;
  document.dispatchEvent(new Event('field:sent'));
}

function wrong(form, errors = {}) {
  for (const place of form.querySelectorAll('[data-wrong]')) {
    place.textContent = errors[place.dataset.wrong] ?? '';
    place.hidden = !place.textContent;
  }
}

function clear() {
  report.reset();
  report.elements.lat.value = report.elements.lon.value = '';
  named();
  placed(null);
}

function placed(point, none) {
  const button = report.querySelector('[data-place]');
  const text = button.querySelector('[data-place-text]');
  text.dataset.usual ??= text.textContent;
  button.setAttribute('aria-pressed', String(Boolean(point)));
  text.textContent = none ?? (point ? `${Number(point.lat).toFixed(4)}, ${Number(point.lon).toFixed(4)}` : text.dataset.usual);
}

function named() {
  const name = report.querySelector('[data-file-name]');
  name.dataset.usual ??= name.textContent;
  name.textContent = report.elements.file.files[0]?.name ?? name.dataset.usual;
}

function back({ category, text, priority, lat, lon }) {
  Object.entries({ category, text, priority, lat, lon }).forEach(([name, value]) => { report.elements[name].value = value; });
  placed(lat ? { lat, lon } : null);
  report.elements.text.focus();
}

if (report) {
  const outbox = makeOutbox({
    name: 'report', within: report, back,
    text: ({ text, named: title }) => text || title,
    sent: () => said(report),
  });
  report.addEventListener('submit', async event => {
    event.preventDefault();
    const chosen = report.querySelector('[name="category"]:checked');
    if (!chosen) return unchosen();
    const file = report.elements.file.files[0];
    const { text, lat, lon, priority } = report.elements;
    const fields = { category: chosen.value, text: text.value, lat: lat.value, lon: lon.value, priority: priority.value };
    await outbox.keep({ client_id: freshId(), url: report.action, named: chosen.nextElementSibling.textContent, ...fields, ...(file && { file }) });
    wrong(report);
    return clear();
  });
  report.addEventListener('input', () => { report.querySelector('[data-said]').hidden = true; });
  report.elements.file.addEventListener('change', named);
  report.querySelector('[data-place]').addEventListener('click', async ({ currentTarget: button }) => {
    const asked = button.getAttribute('aria-pressed') !== 'true';
    const point = asked ? await here() : null;
    report.elements.lat.value = point?.lat ?? '';
    report.elements.lon.value = point?.lon ?? '';
    placed(point, asked && !point ? button.dataset.none : undefined);
  });
}

function unchosen() {
  wrong(report, { category: report.dataset.choose });
  report.querySelector('[name="category"]').focus();
}

if (help) {
  const outbox = makeOutbox({ name: 'help', within: help, text: () => help.dataset.text, sent: () => said(help) });
  const sure = help.querySelector('[data-sure]');
  help.querySelector('[data-no]').addEventListener('click', () => { sure.hidden = true; });
  help.addEventListener('submit', async event => {
    event.preventDefault();
    if (!event.submitter?.matches('[data-yes]')) {
      sure.hidden = false;
      return sure.querySelector('[data-yes]').focus();
    }
    sure.hidden = true;
    const client_id = freshId();
    outbox.keep({ client_id, url: help.action }); // at once: the place may take seconds, and follows under the same id
    const point = await here(8000);
    return point && outbox.keep({ client_id, url: help.action, ...point });
  });
}
