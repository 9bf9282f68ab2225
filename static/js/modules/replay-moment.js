// What held at a moment of the event: pure reckoning on what was loaded, without the page.

const FADE = 20 * 60; // seconds in which a closed incident fades away

/** The order of the columns is that of FIELDS in evaluation/replayed.py. */
export const fromRow = ([number, lat, lon, category, title, sector, place, at, closed, priority, state, steps]) =>
  ({ number, lat, lon, category, title, sector, place, at, closed, priority, state, steps });

/** An incident as it was: {state, priority, open, alpha}, or null when it had not begun or has faded. */
export function incidentAt(incident, moment) {
  if (moment < incident.at) return null;
  let { state, priority } = incident;
  let changed = incident.at;
  for (const [at, what] of incident.steps) {
    if (at > moment) break;
    if (typeof what === 'number') priority = what;
    else [state, changed] = [what, at];
  }
  if (incident.closed !== null && incident.closed <= moment && state !== 'reopened') [state, changed] = ['closed', Math.max(changed, incident.closed)];
  if (state !== 'closed') return { state, priority, open: true, alpha: 1 };
  const alpha = 1 - (moment - changed) / FADE;
  return alpha > 0 ? { state, priority, open: false, alpha } : null;
}

/** The last step of a unit until a moment, with its place in the row; -1 when none. */
export function stepAt(steps, moment) {
  let low = -1;
  for (let high = steps.length; high - low > 1;) {
    const middle = (low + high) >> 1;
    if (steps[middle][0] <= moment) low = middle;
    else high = middle;
  }
  return low;
}

/** Where a unit was: {lat, lon, status, number, from}; its way between two incidents is straight, and derived. */
export function unitAt(steps, moment, places) {
  const index = stepAt(steps, moment);
  if (index < 0) return null;
  const [at, status, number] = steps[index];
  const last = lastPlace(steps, index, places);
  if (status === 'break' || status === 'out' || (!places.has(number) && !last)) return null;
  const there = places.get(number) ?? last;
  if (status !== 'assigned' && status !== 'en_route') return { ...(number === null ? last : there), status, number };
  const from = last && last !== there ? last : null;
  const arrives = steps[index + 1]?.[2] === number ? steps[index + 1][0] : at + 600;
  const share = from && status === 'en_route' ? Math.min(1, (moment - at) / Math.max(60, arrives - at)) : from ? 0 : 1;
  const begin = from ?? there;
  return { lat: begin.lat + (there.lat - begin.lat) * share, lon: begin.lon + (there.lon - begin.lon) * share, status, number, from, to: there };
}

/** The place of the incident that a unit was on before the one of a step. */
function lastPlace(steps, index, places) {
  const here = steps[index][2];
  const earlier = steps.slice(0, index).findLast(step => step[2] !== here && places.has(step[2]));
  return earlier ? places.get(earlier[2]) : null;
}
