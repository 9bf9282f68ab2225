// A file that takes a while says so and can be given up; the page stays as it was.

const form = document.querySelector('[data-takes-out]');

form?.addEventListener('submit', async event => {
  const button = event.submitter;
  if (!button?.value || !window.ReadableStream) return;
  event.preventDefault();
  const making = form.querySelector('[data-making]');
  const failed = form.querySelector('[data-failed]');
  const stop = new AbortController();
  const told = new FormData(form, button);
  const clock = said(making, performance.now());
  making.querySelector('[data-cancel]').onclick = () => stop.abort();
  failed.hidden = true;
  busy(true);
  try {
    const answer = await fetch(form.action, { method: 'POST', body: told, signal: stop.signal });
    if (answer.status === 422 || answer.redirected) return resend(button);
    if (!answer.ok) throw new Error(answer.status);
    save(await answer.blob(), named(answer));
  } catch (error) {
    failed.hidden = error.name === 'AbortError';
  } finally {
    clearInterval(clock);
    making.hidden = true;
    busy(false);
  }
});

function said(making, since) {
  const text = making.querySelector('[data-text]');
  return setInterval(() => {
    making.hidden = false;
    text.textContent = text.dataset.text.replace('%(seconds)s', Math.round((performance.now() - since) / 1000));
  }, 1000);
}

function busy(on) {
  for (const button of form.querySelectorAll('button[name]')) button.disabled = on;
}

// What was refused is shown by the page itself: nothing was recorded yet.
function resend(button) {
  busy(false);
  const kept = document.createElement('input');
  Object.assign(kept, { type: 'hidden', name: button.name, value: button.value });
  form.append(kept);
  form.submit();
}

function named(answer) {
  return /filename="?([^";]+)/.exec(answer.headers.get('Content-Disposition'))?.[1] ?? '';
}

function save(content, name) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
