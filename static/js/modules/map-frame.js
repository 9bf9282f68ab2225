// What every map has: its ground and grid, the buttons that move it, and its name for who cannot see it.
import { closest, Grid, tileLayer } from './map-ground.js';

const { L } = window;
const CLOSE = 17; // the zoom at which one place fills the map
const calm = matchMedia('(prefers-reduced-motion: reduce)');

/** Prepare a map in its box; returns its grid and ground. */
export function frame(map, box, symbols, ground) {
  map.options.zoomSnap = 0.5;
  map.setMaxZoom(closest(ground));
  map.options.zoomAnimation = map.options.fadeAnimation = !calm.matches;
  L.control.scale({ imperial: false }).addTo(map);
  map.getContainer().setAttribute('role', 'application');
  map.getContainer().setAttribute('aria-label', box.dataset.name);
  new ResizeObserver(() => map.invalidateSize({ pan: false })).observe(box);
  const failed = () => { box.querySelector('[data-note="ground"]').hidden = false; };
  return { grid: new Grid(map, symbols), tiles: tileLayer(ground, failed) };
}

/** Show these bounds as well as they fit; a page that opens on them does so at once. */
export function fit(map, bounds, atOnce = false) {
  if (bounds.isValid()) map.fitBounds(bounds, { maxZoom: CLOSE, padding: [40, 40], ...(atOnce && { animate: false }) });
}
