// Sectors as thin outlines with their code, posts as squares, other places by their kind, areas and lines in their shape.
import { Glyph } from './map-glyph.js';

const { L } = window;
const NAMED_FROM = 16;
const LOOKS = {
  sector: { weight: 1.25, fillOpacity: 0.55 },
  licensed: { weight: 1.5, fillOpacity: 0.4, dashArray: '2 4' },
  emergency_route: { weight: 4, dashArray: '10 6', fill: false },
};

const layerOf = kind => (kind === 'sector' ? 'sectors' : kind === 'post' ? 'posts' : 'others');
const pointOf = geometry => L.GeoJSON.coordsToLatLng(geometry.coordinates);

export class Places {
  /** Where places can be chosen, `chosen` hears the number of one that is clicked. */
  constructor(map, symbols, features, { chosen } = {}) {
    Object.assign(this, { map, symbols, interactive: Boolean(chosen), features: new Map(), shapes: new Map(), hidden: null });
    this.layers = { sectors: L.featureGroup(), posts: L.featureGroup(), others: L.featureGroup() };
    for (const name of ['posts', 'others']) this.layers[name].bindTooltip(shape => shape.options.title ?? '');
    for (const feature of features) this.#put(feature);
    if (chosen) Object.values(this.layers).forEach(layer => layer.on('click', event => chosen(event.layer.options.number)));
    map.on('zoomend', () => this.#nameOrNot());
  }

  /** A pushed change of a place. */
  apply({ what, geometry, ...properties }) {
    this.#take(properties.number);
    if (!what.endsWith('dropped')) this.#put({ geometry, properties });
  }

  /** Bounds of one place by its number, or of all of them. */
  bounds(number) {
    const shapes = number ? [this.shapes.get(number)].filter(Boolean) : [...this.shapes.values()];
    return shapes.flat().reduce((bounds, shape) => bounds.extend(boundsOf(shape)), L.latLngBounds([]));
  }

  /** Leave one place out while it is edited; null shows all. */
  hide(number) {
    const shown = this.features.get(this.hidden);
    this.hidden = number;
    if (shown) this.apply({ what: 'shown', geometry: shown.geometry, ...shown.properties });
    this.#clear(number);
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
    if (!feature.geometry || number === this.hidden) return;
    const shapes = feature.geometry.type === 'Point' ? [this.#point(pointOf(feature.geometry), feature)] : this.#extent(feature);
    this.shapes.set(number, shapes);
    for (const shape of shapes) this.layers[layerOf(kind)].addLayer(shape);
  }

  #take(number) {
    this.#clear(number);
    this.features.delete(number);
  }

  #clear(number) {
    for (const shape of this.shapes.get(number) ?? []) Object.values(this.layers).forEach(layer => layer.removeLayer(shape));
    this.shapes.delete(number);
  }

  #point(at, { properties: { kind, code, name, number, width_m: width } }) {
    const title = [`${code} ${name}`, width && `${width} m`].filter(Boolean).join(' · ');
    return new Glyph(at, {
      kind, code, number, title, radius: 8, reach: 70, bubblingMouseEvents: true, words: this.#named(code),
      draw: (context, options) => this.symbols.place(context, options),
    });
  }

  #extent(feature) {
    const { geometry, properties: { kind, code, number } } = feature;
    const { 'line-strong': line, 'ink-soft': soft, 'map-land': land } = this.symbols.colours;
    const look = { color: kind === 'sector' ? line : soft, weight: 2, fillColor: land, fillOpacity: 0.3, ...LOOKS[kind] };
    const { interactive } = this;
    const extent = L.geoJSON(geometry, { style: look, interactive, number, bubblingMouseEvents: true }).getLayers();
    const bounds = L.featureGroup(extent).getBounds();
    if (kind !== 'sector') return [...extent, this.#point(onLine(geometry) ?? bounds.getCenter(), feature)];
    const top = [bounds.getNorth(), bounds.getCenter().lng];
    const draw = (context, options) => this.symbols.sector(context, options);
    return [...extent, new Glyph(top, { words: code, interactive: false, pmIgnore: true, radius: 20, draw })];
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

/** A point in the middle of a line's points; none for an area. */
function onLine({ type, coordinates }) {
  const line = { LineString: coordinates, MultiLineString: coordinates[0] }[type];
  return line && L.GeoJSON.coordsToLatLng(line[line.length >> 1]);
}
