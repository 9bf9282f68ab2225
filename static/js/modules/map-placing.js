// Pointing at where something happened: a click on the map, or the crosshair in its middle and Enter.
import { Glyph } from './map-glyph.js';

const DIGITS = 6; // of a degree: a tenth of a metre

export class Placing {
  constructor(map, box, symbols) {
    const find = name => box.querySelector(name);
    Object.assign(this, {
      map, layer: new Glyph(map.getCenter(), { radius: 14, interactive: false, draw: context => symbols.pin(context) }),
      card: find('[data-card="place"]'), button: find('[data-do="place"]'),
      crosshair: find('[data-crosshair]'), hint: find('[data-note="aim"]'),
    });
    map.on('click', event => this.place(event.latlng));
    this.button.addEventListener('click', () => this.aim(this.crosshair.hidden));
    this.hint.querySelector('[data-do="confirm"]').addEventListener('click', () => this.#confirm());
    map.getContainer().addEventListener('keydown', event => this.#pressed(event));
  }

  /** Show or hide the crosshair. */
  aim(on) {
    this.crosshair.hidden = this.hint.hidden = !on;
    this.button.setAttribute('aria-pressed', on);
    if (on) this.map.getContainer().focus();
  }

  /** A point is chosen: pin it, say so to the page, and offer the form. */
  place(latlng) {
    const { lat, lng } = latlng.wrap();
    const point = { lat: Number(lat.toFixed(DIGITS)), lon: Number(lng.toFixed(DIGITS)) };
    this.aim(false);
    this.layer.setLatLng([point.lat, point.lon]).addTo(this.map);
    document.dispatchEvent(new CustomEvent('eventops:place', { detail: point }));
    if (this.card) this.#offer(point);
  }

  /** An incident was opened: if it is at the pin, the pin has done its work. */
  opened({ lat, lon }) {
    const { lat: here, lng } = this.layer.getLatLng();
    if (lat === here && lon === lng) this.clear();
  }

  /** Take the pin away. */
  clear() {
    this.aim(false);
    this.layer.remove();
    if (this.card) this.card.hidden = true;
  }

  #offer(point) {
    this.card.querySelector('[data-point]').textContent = `${point.lat.toFixed(5)}, ${point.lon.toFixed(5)}`;
    this.card.querySelector('[data-link]').search = new URLSearchParams(point);
    this.card.hidden = false;
  }

  #pressed(event) {
    if (this.crosshair.hidden) return;
    if (event.key === 'Enter') this.#confirm();
    if (event.key === 'Escape') this.aim(false);
  }

  #confirm() {
    this.place(this.map.getCenter());
    this.card?.querySelector('[data-link]').focus();
  }
}
