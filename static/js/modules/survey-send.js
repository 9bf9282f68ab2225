// Answers stay on the page until there is somebody to send them to; without contact the page says so.

const PATIENCE = 8000; // ms
const form = document.querySelector('[data-survey]');
const offline = document.querySelector('[data-offline]');

export async function reached() {
  try {
    const answer = await fetch(location.href, { method: 'HEAD', cache: 'no-store', signal: AbortSignal.timeout(PATIENCE) });
    return answer.ok;
  } catch {
    return false;
  }
}

form?.addEventListener('submit', async event => {
  event.preventDefault();
  const button = form.querySelector('[type="submit"]');
  button.disabled = true;
  offline.hidden = true;
  if (await reached()) {
    form.submit();
    return;
  }
  button.disabled = false;
  offline.hidden = false;
  offline.focus();
});

addEventListener('pageshow', () => form?.querySelector('[type="submit"]').removeAttribute('disabled'));
