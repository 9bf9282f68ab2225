// Who signs in anew in another tab can still send what stands written in this one: on return it learns the new token.

/** Learn the token of the session as it is now. */
export async function renew() {
  const answer = await fetch('/token');
  if (!answer.ok) return;
  const { token } = await answer.json();
  document.querySelectorAll('[name="csrf_token"]').forEach(field => { field.value = token; });
  document.body.setAttribute('hx-headers', JSON.stringify({ 'X-CSRFToken': token }));
}

document.addEventListener('htmx:responseError', ({ detail }) => {
  if (detail.xhr.status === 400) renew().catch(() => {});
});
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'visible') renew().catch(() => {}); // no contact: what is open says so itself
});
