// What waits for the command post in the strip of alarms is read anew when a report or an alert changes.

const HEARD = new Set(['partner_report', 'trend_alert']);
let reading = 0;

async function read() {
  const strip = document.getElementById('live-waits');
  const answer = await fetch(strip.dataset.url).catch(() => null);
  if (!answer?.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const focused = strip.contains(document.activeElement) && document.activeElement.getAttribute('href');
  strip.replaceWith(document.importNode(page.getElementById('live-waits'), true));
  if (focused) document.getElementById('live-waits').querySelector(`[href="${CSS.escape(focused)}"]`)?.focus();
}

document.addEventListener('eventops:change', ({ detail: change }) => {
  if (!HEARD.has(change.type)) return;
  clearTimeout(reading);
  reading = setTimeout(read, Math.random() * 500);
});
read();
