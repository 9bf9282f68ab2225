// The operational clock: the server's time on the event's wall, whatever this computer's clock says.

const clock = document.getElementById('clock');
const zone = clock?.dataset.timezone ?? document.body.dataset.timezone;
const zoned = zone ? { timeZone: zone } : {};
const seconds = new Intl.DateTimeFormat('sv-SE', { ...zoned, timeStyle: 'medium' });
const minutes = new Intl.DateTimeFormat('sv-SE', { ...zoned, timeStyle: 'short' });
const { pictureFrom: kept } = document.documentElement.dataset; // the worker opened it without contact
const STORED = 'clock-ahead';
const ahead = kept ? Number(localStorage.getItem(STORED)) : measured();

function measured() {
  const found = clock ? Date.parse(clock.dataset.now) - (performance.timeOrigin + firstByte()) : 0;
  if (clock) localStorage.setItem(STORED, found);
  return found;
}

function firstByte() {
  return performance.getEntriesByType('navigation')[0]?.responseStart ?? 0;
}

/** Milliseconds since 1970 by the server's clock. */
export const serverNow = () => Date.now() + ahead;
/** From when the page is, in milliseconds: now, unless it was opened without contact. */
export const pictureMoment = () => (kept ? Date.parse(kept) : serverNow());
/** HH:MM of a moment (milliseconds) in the event's zone. */
export const hourMinute = moment => minutes.format(moment);

function tick() {
  clock.textContent = seconds.format(serverNow());
  clock.dateTime = new Date(serverNow()).toISOString();
  setTimeout(tick, 1000 - (serverNow() % 1000));
}

if (clock) tick();
