// How large and how long a GeoJSON geometry is on the ground: the same geodesics as events/measures.py.

const { geodesic: { Geodesic: { WGS84: EARTH } } } = window;
const sum = numbers => numbers.reduce((all, one) => all + one, 0);

/** Square metres of an area, else null. */
export function area({ type, coordinates }) {
  if (type === 'Polygon') return enclosed(coordinates);
  return type === 'MultiPolygon' ? sum(coordinates.map(enclosed)) : null;
}

/** Metres of a line, else null. */
export function length({ type, coordinates }) {
  if (type === 'LineString') return along(coordinates);
  return type === 'MultiLineString' ? sum(coordinates.map(along)) : null;
}

function enclosed([outline, ...holes]) {
  return ring(outline) - sum(holes.map(ring));
}

function ring(positions) {
  const polygon = EARTH.Polygon(false);
  for (const [lon, lat] of positions.slice(0, -1)) polygon.AddPoint(lat, lon);
  return Math.abs(polygon.Compute(false, true).area);
}

function along(positions) {
  return sum(positions.slice(1).map(([lon, lat], i) => EARTH.Inverse(positions[i][1], positions[i][0], lat, lon).s12));
}
