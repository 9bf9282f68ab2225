// What was typed and not sent when the screen was locked or handed over: kept for the account, on the page it was typed.

const FIELDS = '.main form[method="post"] :is(textarea, input:not([type="hidden"], [type="password"], [type="file"], [type="checkbox"], [type="radio"]))';
const keyOf = account => `draft|${account}|${location.pathname}`;
const named = field => `${field.form.id || field.form.getAttribute('action')}|${field.name}`;

/** Keep what stands typed on this page for the account. */
export function keepDrafts(account) {
  const typed = [...document.querySelectorAll(FIELDS)].filter(field => field.value !== field.defaultValue);
  if (!typed.length) return;
  localStorage.setItem(keyOf(account), JSON.stringify(typed.map(field => [named(field), field.value])));
}

/** Put back what the account typed here, where nothing else stands now; it is kept no longer. */
export function restoreDrafts(account) {
  const kept = new Map(JSON.parse(localStorage.getItem(keyOf(account)) ?? '[]'));
  if (!kept.size) return;
  localStorage.removeItem(keyOf(account));
  for (const field of document.querySelectorAll(FIELDS)) {
    if (!kept.has(named(field)) || field.value !== field.defaultValue) continue;
    field.value = kept.get(named(field));
    field.dispatchEvent(new Event('input', { bubbles: true }));
  }
}

/** Forget them: the page still holds them itself. */
export const dropDrafts = account => localStorage.removeItem(keyOf(account));
