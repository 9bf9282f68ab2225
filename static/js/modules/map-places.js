// Sectors as thin outlines with their code, posts as squares, other places by their kind.
import { Glyph } from './map-glyph.js';

const { L } = window;
const NAMED_FROM = 16;

const layerOf = kind => (kind === 'sector' ? 'sectors' : kind === 'post' ? 'posts' : 'others');
const pointOf = geometry => L.GeoJSON.coordsToLatLng(geometry.coordinates);

export class Places {
  constructor(map, symbols, features) {
    Object.assign(this, { map, symbols, features: new Map(), shapes: new Map() });
    this.layers = { sectors: L.layerGroup(), posts: L.featureGroup(), others: L.featureGroup() };
    for (const name of ['posts', 'others']) this.layers[name].bindTooltip(shape => shape.options.title ?? '');
    for (const feature of features) this.#put(feature);
    map.on('zoomend', () => this.#nameOrNot());
  }

  /** A pushed change of a place. */
  apply({ what, geometry, ...properties }) {
    this.#take(properties.number);
    if (!what.endsWith('removed')) this.#put({ geometry, properties });
  }

  /** Bounds of one place by its number, or of all of them. */
  bounds(number) {
    const shapes = number ? [this.shapes.get(number)].filter(Boolean) : [...this.shapes.values()];
    return shapes.flat().reduce((bounds, shape) => bounds.extend(boundsOf(shape)), L.latLngBounds([]));
  }

  /** Draw everything in the theme's new colours. */
  restyle() {
    for (const [number, feature] of [...this.features]) {
      this.#take(number);
      this.#put(feature);
    }
  }

  #put(feature) {
    const { number, kind } = feature.properties;
    this.features.set(number, feature);
    if (!feature.geometry) return;
    const shapes = feature.geometry.type === 'Point' ? [this.#point(feature)] : this.#extent(feature);
    this.shapes.set(number, shapes);
    for (const shape of shapes) this.layers[layerOf(kind)].addLayer(shape);
  }

  #take(number) {
    for (const shape of this.shapes.get(number) ?? []) Object.values(this.layers).forEach(layer => layer.removeLayer(shape));
    this.shapes.delete(number);
    this.features.delete(number);
  }

  #point({ geometry, properties: { kind, code, name } }) {
    return new Glyph(pointOf(geometry), {
      kind, code, title: `${code} ${name}`, radius: 8, reach: 70, bubblingMouseEvents: true, words: this.#named(code),
      draw: (context, options) => this.symbols.place(context, options),
    });
  }

  #extent({ geometry, properties: { kind, code } }) {
    const sector = kind === 'sector';
    const { 'line-strong': line, 'ink-soft': soft, 'map-land': land } = this.symbols.colours;
    const style = { color: sector ? line : soft, weight: sector ? 1.25 : 2, fillColor: land, fillOpacity: sector ? 0.55 : 0.3, interactive: false };
    const area = L.geoJSON(geometry, { style, interactive: false }).getLayers();
    const bounds = L.featureGroup(area).getBounds();
    const top = [bounds.getNorth(), bounds.getCenter().lng];
    const draw = (context, options) => this.symbols.sector(context, options);
    return [...area, new Glyph(top, { words: code, interactive: false, radius: 20, draw })];
  }

  #named(code) {
    return this.map.getZoom() >= NAMED_FROM ? code : '';
  }

  #nameOrNot() {
    for (const shape of [this.layers.posts, this.layers.others].flatMap(layer => layer.getLayers())) {
      if (shape.options.kind) shape.options.words = this.#named(shape.options.code);
    }
  }
}

const boundsOf = shape => (shape.getLatLng ? shape.getLatLng() : shape.getBounds());
