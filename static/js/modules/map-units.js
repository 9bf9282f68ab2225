// Own units by call sign where they said last that they are; what was said long ago is faded.
import { serverNow } from './frame-clock.js';
import { Glyph } from './map-glyph.js';

const { L } = window;
const FADED = 15 * 60_000;
const OFTEN = 30_000;

export class Units {
  constructor(symbols, url) {
    Object.assign(this, { symbols, known: new Map(), layer: L.featureGroup() });
    this.load(url);
    setInterval(() => this.restyle(), OFTEN);
  }

  async load(url) {
    const answer = await fetch(url).catch(() => null);
    if (answer?.ok) (await answer.json()).units.forEach(told => this.apply(told));
  }

  /** A unit has told where it is; the newest counts. Without a place it is gone. */
  apply({ call_sign: sign, lat, lon, at, number: id, what = '' }) {
    const held = this.known.get(id);
    if (held && at && held.options.at > at && !what.endsWith('withdrawn')) return;
    if (held) this.layer.removeLayer(held);
    this.known.delete(id);
    if (lat === undefined || lat === null) return;
    const marker = new Glyph([lat, lon], { at, sign, reach: 60, interactive: false, draw: context => this.symbols.unit(context, sign, this.#stale(at)) });
    this.known.set(id, marker);
    this.layer.addLayer(marker);
  }

  /** Draw them again: the theme or the time is another. */
  restyle() {
    this.known.forEach(marker => marker.redraw());
  }

  #stale(at) {
    return serverNow() - Date.parse(at) > FADED;
  }
}
