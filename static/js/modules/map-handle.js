// Something on the map to take hold of: dragged by the pointer, or moved by the arrow keys while it has the focus.

const { L } = window;
const STEP = 2; // pixels for an arrow key, ten times as many with Shift
const ARROWS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };

/** A handle; `moved` hears from where to where, `done` when it is let go; `above` stands clear of what lies there. */
export function handle(map, at, { name, look, moved, done = () => {}, above = false }) {
  const icon = L.divIcon({ className: `map-handle map-handle--${look}`, iconSize: [24, 24], iconAnchor: [12, above ? 40 : 12] });
  const marker = L.marker(at, { icon, draggable: true, keyboard: true, title: name, alt: name, autoPan: true, pmIgnore: true });
  let from = null;
  marker.on('dragstart', () => { from = marker.getLatLng(); });
  marker.on('drag', () => {
    const to = marker.getLatLng();
    moved(from, to);
    from = to;
  });
  marker.on('dragend', done);
  marker.on('add', () => {
    marker.getElement().setAttribute('aria-label', name);
    marker.getElement().addEventListener('keydown', event => step(event));
  });

  function step(event) {
    const way = ARROWS[event.key];
    if (!way) return;
    event.preventDefault();
    event.stopPropagation();
    const by = L.point(way).multiplyBy(event.shiftKey ? 10 * STEP : STEP);
    const before = marker.getLatLng();
    marker.setLatLng(map.containerPointToLatLng(map.latLngToContainerPoint(before).add(by)));
    moved(before, marker.getLatLng());
    done();
  }

  return marker;
}

/** Positions, however nested, moved as the way from one to another. */
export function shifted(positions, from, to) {
  if (Array.isArray(positions)) return positions.map(each => shifted(each, from, to));
  return L.latLng(positions.lat + to.lat - from.lat, positions.lng + to.lng - from.lng);
}
