// Placing a site plan: three handles for its corners, one for the whole; the form holds where they are.
import { fit, frame } from './map-frame.js';
import { handle, shifted } from './map-handle.js';
import { Places } from './map-places.js';
import { Plans } from './map-plans.js';
import { Symbols } from './map-symbols.js';

const { L } = window;
const DIGITS = 7;

class Placer {
  constructor(map, page) {
    const box = page.querySelector('[data-map]');
    const data = JSON.parse(box.querySelector('[data-map-data]').textContent);
    const symbols = new Symbols(box);
    Object.assign(this, { map, form: page.querySelector('form'), corners: [...page.querySelectorAll('[data-corner]')] });
    const { grid, tiles } = frame(map, box, symbols, data.ground);
    const plans = new Plans(map, data);
    const places = new Places(map, symbols, data.places);
    [tiles, grid.layer, plans.layer, ...Object.values(places.layers)].forEach(layer => layer?.addTo(map));
    grid.draw();
    this.picture = plans.pictures.get(Number(page.dataset.number));
    const middle = map.getCenter();
    this.handles = this.corners.map(field => handle(map, middle, { name: field.dataset.name, look: 'corner', moved: () => this.#moved() }).addTo(map));
    this.whole = handle(map, middle, { name: page.dataset.whole, look: 'whole', moved: (from, to) => this.#shift(from, to) }).addTo(map);
    this.form.addEventListener('input', () => this.#read());
    box.addEventListener('click', ({ target }) => this.#move(target.closest('[data-do]')?.dataset.do));
    fit(map, this.#read(), true);
  }

  #shift(from, to) {
    this.handles.forEach(corner => corner.setLatLng(shifted(corner.getLatLng(), from, to)));
    this.#moved();
  }

  #moved() {
    this.handles.forEach((corner, i) => this.#write(this.corners[i], corner.getLatLng()));
    this.#read();
  }

  #write(field, { lat, lng }) {
    const [first, second] = field.querySelectorAll('input');
    first.value = lat.toFixed(DIGITS);
    second.value = lng.toFixed(DIGITS);
  }

  /** Lay the picture where the form says; returns its bounds. */
  #read() {
    const corners = this.corners.map(field => {
      const [lat, lon] = [...field.querySelectorAll('input')].map(input => Number.parseFloat(input.value.replace(',', '.')));
      return { lat, lon };
    });
    if (corners.some(({ lat, lon }) => !Number.isFinite(lat + lon))) return L.latLngBounds([]);
    corners.forEach((corner, i) => this.handles[i].setLatLng([corner.lat, corner.lon]));
    const [, right, down] = corners;
    this.whole.setLatLng([(right.lat + down.lat) / 2, (right.lon + down.lon) / 2]);
    this.picture.lay(corners, this.form.elements.opacity.value / 100);
    return L.latLngBounds(corners.map(({ lat, lon }) => [lat, lon]));
  }

  #move(what) {
    const acts = { in: () => this.map.zoomIn(), out: () => this.map.zoomOut(), all: () => fit(this.map, this.#read()) };
    acts[what]?.();
  }
}

for (const map of window.leafletMaps ?? []) new Placer(map, document.querySelector('[data-plan-edit]'));
