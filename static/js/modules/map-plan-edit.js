// Placing a site plan: three handles for its corners, one for the whole; the form holds where they are.
import { fit, frame } from './map-frame.js';
import { Places } from './map-places.js';
import { Plans } from './map-plans.js';
import { Symbols } from './map-symbols.js';

const { L } = window;
const DIGITS = 7;
const STEP = 2; // pixels for an arrow key, ten times as many with Shift
const ARROWS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };

class Placer {
  constructor(map, page) {
    const box = page.querySelector('[data-map]');
    const data = JSON.parse(box.querySelector('[data-map-data]').textContent);
    const symbols = new Symbols(page);
    Object.assign(this, { map, form: page.querySelector('form'), corners: [...page.querySelectorAll('[data-corner]')] });
    const { grid, tiles } = frame(map, box, symbols, data.ground);
    const plans = new Plans(map, data);
    const places = new Places(map, symbols, data.places);
    [tiles, grid.layer, plans.layer, ...Object.values(places.layers)].forEach(layer => layer?.addTo(map));
    grid.draw();
    this.picture = plans.pictures.get(Number(page.dataset.number));
    this.handles = this.corners.map(field => this.#handle(field.dataset.name, ''));
    this.whole = this.#handle(page.dataset.whole, 'plan-handle--whole');
    this.form.addEventListener('input', () => this.#read());
    box.addEventListener('click', ({ target }) => this.#move(target.closest('[data-do]')?.dataset.do));
    fit(map, this.#read());
  }

  #handle(name, more) {
    const icon = L.divIcon({ className: `plan-handle ${more}`, iconSize: [24, 24] });
    const handle = L.marker(this.map.getCenter(), { icon, draggable: true, keyboard: true, title: name, alt: name, autoPan: true }).addTo(this.map);
    handle.getElement().setAttribute('aria-label', name);
    handle.on('dragstart', () => { handle.before = handle.getLatLng(); });
    handle.on('drag', () => this.#dragged(handle));
    handle.getElement().addEventListener('keydown', event => this.#pressed(event, handle));
    return handle;
  }

  #pressed(event, handle) {
    const way = ARROWS[event.key];
    if (!way) return;
    event.preventDefault();
    event.stopPropagation();
    const by = L.point(way).multiplyBy(event.shiftKey ? 10 * STEP : STEP);
    handle.before = handle.getLatLng();
    handle.setLatLng(this.map.containerPointToLatLng(this.map.latLngToContainerPoint(handle.before).add(by)));
    this.#dragged(handle);
  }

  #dragged(handle) {
    if (handle === this.whole) {
      const { lat, lng } = handle.getLatLng();
      for (const corner of this.handles) {
        const at = corner.getLatLng();
        corner.setLatLng([at.lat + lat - handle.before.lat, at.lng + lng - handle.before.lng]);
      }
      handle.before = handle.getLatLng();
    }
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
