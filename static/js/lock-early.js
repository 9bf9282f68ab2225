// Before anything is painted: a page of a locked account stays covered (modules/lock.js shows the cover itself).
for (const key of Object.keys(localStorage)) {
  if (key === `locked|${document.currentScript.dataset.account}`) document.documentElement.dataset.locked = '';
}
