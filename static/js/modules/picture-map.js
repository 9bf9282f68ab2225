// The map of the shared picture: what happened as points gathered where they are many, and as heat.
import { fit, frame } from './map-frame.js';
import { Glyph } from './map-glyph.js';
import { closest } from './map-ground.js';
import { Heat } from './heat-layer.js';
import { Places } from './map-places.js';
import { clusterRadius, Symbols } from './map-symbols.js';

const { L, Supercluster } = window;

/** The order of the columns is that of FIELDS in cooperation/picture_layers.py. */
const fromRow = ([kind, number, category, sector, lat, lon, at, level, title, state]) =>
  ({ kind, number, category, sector, lat, lon, at, priority: level, title, state: state ? 'on_the_way' : null });

class PictureMap {
  constructor(map, box) {
    const data = JSON.parse(box.querySelector('[data-map-data]').textContent);
    Object.assign(this, { map, box, data, symbols: new Symbols(box), rows: [] });
    const { grid, tiles } = frame(map, box, this.symbols, data.ground);
    this.grid = grid;
    this.places = new Places(map, this.symbols, data.places);
    this.markers = L.featureGroup();
    this.heat = new Heat();
    this.layers = { points: this.markers, heat: this.heat, sectors: this.places.layers.sectors };
    [tiles, grid.layer, this.places.layers.sectors, this.markers].forEach(layer => layer?.addTo(map));
    grid.draw();
    this.#listen();
    this.load();
  }

  async load() {
    const note = this.box.querySelector('[data-note="failed"]');
    try {
      const answer = await fetch(this.data.points);
      if (!answer.ok) throw new Error(answer.statusText);
      this.rows = (await answer.json()).rows.map(fromRow);
      note.hidden = true;
    } catch {
      note.hidden = false;
      return;
    }
    const radius = this.rows.length > 300 ? 46 : 22;
    const worst = { map: ({ row }) => ({ rank: row.priority }), reduce: (all, one) => { all.rank = Math.min(all.rank, one.rank); } };
    const feature = row => ({ type: 'Feature', geometry: { type: 'Point', coordinates: [row.lon, row.lat] }, properties: { row } });
    this.index = new Supercluster({ radius, extent: 256, maxZoom: closest(this.data.ground), ...worst }).load(this.rows.map(feature));
    this.heat.show(this.rows);
    this.#all(true);
    this.draw();
    const drawn = document.querySelector('[data-drawn]');
    if (drawn) drawn.textContent = drawn.dataset.text.replace('{0}', this.rows.length.toLocaleString(document.documentElement.lang));
    this.box.dataset.loaded = this.rows.length;
  }

  draw() {
    this.markers.clearLayers();
    if (!this.index) return;
    const bounds = this.map.getBounds().pad(0.2);
    const box = [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()];
    for (const { geometry: { coordinates: [lon, lat] }, properties } of this.index.getClusters(box, Math.floor(this.map.getZoom()))) {
      this.markers.addLayer(new Glyph([lat, lon], properties.cluster ? this.#bubble(properties) : this.#point(properties.row)));
    }
  }

  #point(row) {
    const draw = row.kind === 'incident'
      ? (context, options) => this.symbols.incident(context, { incident: row, ...options })
      : context => this.symbols.matter(context, row.priority);
    return { row, draw };
  }

  #bubble({ cluster_id: id, point_count: count, point_count_abbreviated: words, rank }) {
    return { id, count, words: String(words), rank, radius: clusterRadius(count), draw: (context, options) => this.symbols.cluster(context, options) };
  }

  #listen() {
    const { map, box } = this;
    map.on('moveend', () => this.draw());
    this.markers.on('click', ({ layer: { options } }) => (options.row ? this.#choose(options.row) : this.#open(options.id, this.index.getLeaves(options.id, 1)[0])));
    box.addEventListener('click', ({ target }) => this.#do(target.closest('[data-do]')?.dataset.do));
    box.addEventListener('change', ({ target: { dataset: { layer }, checked } }) => layer && map[checked ? 'addLayer' : 'removeLayer'](this.layers[layer]));
    box.addEventListener('keydown', ({ key }) => key === 'Escape' && this.#close());
    document.addEventListener('theme', () => this.#restyle());
  }

  #do(what) {
    const acts = { in: () => this.map.zoomIn(), out: () => this.map.zoomOut(), all: () => this.#all(), close: () => this.#close(), again: () => this.load() };
    acts[what]?.();
  }

  /** A cluster: go in until it falls apart; if it never does, show the first of it. */
  #open(id, { properties: { row } }) {
    const zoom = this.index.getClusterExpansionZoom(id);
    if (zoom > this.map.getMaxZoom()) this.#choose(row);
    else this.map.setView([row.lat, row.lon], zoom);
  }

  #choose(row) {
    const card = this.box.querySelector('[data-card]');
    const write = (name, text) => { card.querySelector(`[data-${name}]`).textContent = text; };
    const when = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'short', timeZone: this.data.timezone });
    write('number-sign', `${row.kind === 'incident' ? '#' : ''}${row.number}`);
    write('title', row.title ?? '');
    write('category', row.category);
    write('time', when.format(row.at * 1000));
    write('sector', row.sector ?? '');
    card.querySelector('[data-field="priority"]').dataset.priority = row.priority;
    write('number', row.priority);
    const link = card.querySelector('[data-link]');
    link.hidden = row.kind !== 'incident';
    link.href = this.data.incident.replace(/0$/, row.number);
    card.hidden = false;
  }

  #close() {
    this.box.querySelector('[data-card]').hidden = true;
  }

  #all(atOnce = false) {
    const bounds = this.rows.length ? L.latLngBounds(this.rows.map(({ lat, lon }) => [lat, lon])) : this.places.bounds();
    fit(this.map, bounds, atOnce);
  }

  #restyle() {
    this.symbols.refresh();
    this.places.restyle();
    this.grid.draw();
    this.draw();
  }
}

for (const map of window.leafletMaps ?? []) new PictureMap(map, map.getContainer().closest('[data-map]'));
