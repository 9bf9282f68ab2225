// What lies under everything: tiles if the operator has any, and a grid that needs none.

const { L } = window;
const STEPS = [10, 5, 2, 1, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001, 0.0005, 0.0002, 0.0001];
const APART = 110;
const OVERZOOM = 2;
export const CLOSEST = 20;

/** The tile layer, or null; `failed` is called once if tiles do not come. */
export function tileLayer(ground, failed) {
  if (!ground) return null;
  const { url, min_zoom, max_zoom } = ground;
  const layer = L.tileLayer(url, { minNativeZoom: min_zoom, maxNativeZoom: max_zoom, maxZoom: max_zoom + OVERZOOM });
  layer.once('tileerror', failed);
  return layer;
}

/** How far in the map goes. */
export const closest = ground => Math.min(CLOSEST, ground ? ground.max_zoom + OVERZOOM : CLOSEST);

const steps = (from, to, step) => Array.from({ length: Math.ceil((to - from) / step) + 1 }, (_, i) => (Math.floor(from / step) + i) * step);

/** A quiet grid of latitude and longitude, redrawn as the map moves. */
export class Grid {
  constructor(map, symbols) {
    Object.assign(this, { map, symbols, layer: L.polyline([], { interactive: false, weight: 1, noClip: true, pmIgnore: true }) });
    map.on('moveend', () => this.draw());
  }

  draw() {
    if (!this.map.hasLayer(this.layer)) return;
    const { _southWest: least, _northEast: most } = this.map.getBounds().pad(0.6);
    const lat = this.#step(most.lat - least.lat, this.map.getSize().y * 2.2);
    const lng = this.#step(most.lng - least.lng, this.map.getSize().x * 2.2);
    this.layer.setStyle({ color: this.symbols.colours.line });
    this.layer.setLatLngs([
      ...steps(least.lat, most.lat, lat).map(y => [[y, least.lng], [y, most.lng]]),
      ...steps(least.lng, most.lng, lng).map(x => [[least.lat, x], [most.lat, x]]),
    ]);
  }

  #step(degrees, pixels) {
    return STEPS.findLast(step => (step / degrees) * pixels >= APART) ?? STEPS[0];
  }
}
