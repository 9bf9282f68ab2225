// How many items wait in this browser's outboxes, and whose: outbox.js keeps each under a key of its own.

export const ROOT = 'outbox|';
const { account } = document.body.dataset;

/** The keys that start so, in the order they were written. */
export const keysOf = start => Object.keys(localStorage).filter(key => key.startsWith(start)).sort();

/** How many items of other accounts, in any event, wait in this browser. */
export const ofOthers = () => keysOf(ROOT).filter(key => !key.startsWith(`${ROOT}${account}|`)).length;

/** How many of this account's items, in any event, are still not sent. */
export const ofMine = () => keysOf(`${ROOT}${account}|`).length;
