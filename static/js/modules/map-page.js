// Brings each map on the page to life: places and incidents, what is chosen, what is pushed, the list beside it.
import { serverNow } from './frame-clock.js';
import { Bans } from './map-bans.js';
import { fit, frame } from './map-frame.js';
import { Glyph } from './map-glyph.js';
import { closest } from './map-ground.js';
import { filters } from './map-filters.js';
import { Incidents } from './map-incidents.js';
import { draw, List } from './map-list.js';
import { Places } from './map-places.js';
import { Placing } from './map-placing.js';
import { Plans } from './map-plans.js';
import { clusterRadius, Symbols } from './map-symbols.js';
import { Units } from './map-units.js';

const { L } = window;
const LISTED = 101;
const NAMED = 60; // no more numbers than this beside markers
const BESIDE = 60; // pixels that a number takes
const NARROW = 700; // pixels; a map this wide shows the legend or a card, not both
const maps = [];

class SiteMap {
  constructor(map, box) {
    const data = JSON.parse(box.querySelector('[data-map-data]').textContent);
    Object.assign(this, { map, box, data, words: { ...data, when: clockOf(data.timezone) }, chosen: null, point: null, symbols: new Symbols(box) });
    this.incidents = new Incidents(closest(data.ground));
    this.#layers();
    this.#side(box.closest('[data-map-page]'));
    this.#listen();
    this.load();
  }

  /** Fetch the incidents anew. */
  async load() {
    const note = this.box.querySelector('[data-note="failed"]');
    try {
      await this.incidents.load(this.data.incidents);
      note.hidden = true;
      this.box.dataset.loaded = this.incidents.known.size;
    } catch {
      note.hidden = false;
    }
  }

  /** Apply what was pushed: a change of an incident or of a place. */
  applyChange(change) {
    if (change.type === 'incident') this.incidents.apply(change);
    if (change.type === 'place' && change.kind) this.places.apply(change);
    if (change.type === 'site_plan') this.plans.apply(change);
    if (change.type === 'unit_position') this.units?.apply(change);
    if (change.type.startsWith('intervention')) this.bans?.load();
    this.placing?.opened(change);
  }

  /** Choose an incident by its number, or none: its marker is ringed, its row marked, its card shown. */
  choose(number, { move = false } = {}) {
    this.chosen = this.incidents.known.get(number) ? number : null;
    const incident = this.incidents.known.get(this.chosen);
    const card = this.box.querySelector('[data-card="incident"]');
    card.hidden = !incident;
    if (incident) this.#show(card, incident, move);
    else card.querySelector('[data-title]').textContent = ''; // it may have been withdrawn
    this.draw();
    document.dispatchEvent(new CustomEvent('eventops:chosen', { detail: { number: this.chosen } }));
  }

  /** Draw the incidents in view, and list them. */
  draw() {
    const bounds = this.map.getBounds();
    this.markers.clearLayers();
    this.#gathered(bounds).forEach(options => this.markers.addLayer(new Glyph([options.lat, options.lon], options)));
    this.list?.show(this.point ?? this.incidents.within(bounds, LISTED));
    this.list?.mark(this.chosen);
    performance.mark('map-drawn');
  }

  #layers() {
    const { map, symbols, data } = this;
    const { grid, tiles } = frame(map, this.box, symbols, data.ground);
    this.grid = grid;
    this.plans = new Plans(map, data);
    this.places = new Places(map, symbols, data.places);
    this.markers = L.featureGroup();
    this.markers.bindTooltip(marker => marker.options.title, { direction: 'top', offset: [0, -10] });
    if (data.units) this.units = new Units(symbols, data.units);
    if (data.bans) this.bans = new Bans(symbols, data.bans);
    this.layers = { ground: tiles, plans: this.plans.layer, grid: grid.layer, ...this.places.layers, bans: this.bans?.layer, incidents: this.markers, units: this.units?.layer };
    Object.values(this.layers).forEach(layer => layer?.addTo(map));
    this.grid.draw();
    if (data.opening) this.placing = new Placing(map, this.box, symbols);
  }

  #side(page) {
    if ('openOnly' in this.box.dataset) this.incidents.narrow(incident => incident.state !== 'closed');
    if (!page) return;
    this.list = new List(page, this.words, number => this.choose(number, { move: true }));
    filters(page.querySelector('[data-map-filters]'), passes => this.incidents.narrow(passes));
    page.querySelector('[data-do="view"]').addEventListener('click', () => this.#point(null));
    page.querySelector('[data-places]').addEventListener('click', ({ target }) => {
      const place = target.closest('[data-place]');
      if (place) fit(this.map, this.places.bounds(Number(place.dataset.place)));
    });
    const wanted = Number(page.dataset.incident);
    if (wanted) this.incidents.addEventListener('change', () => this.choose(wanted, { move: true }), { once: true });
  }

  #listen() {
    const { map, box, incidents } = this;
    map.on('moveend', () => this.draw());
    this.markers.on('click', ({ layer: { options } }) => (options.incident ? this.choose(options.incident.number) : this.#open(options)));
    incidents.addEventListener('change', () => this.#changed());
    box.addEventListener('click', ({ target }) => this.#do(target.closest('[data-do]')?.dataset.do));
    box.addEventListener('change', ({ target }) => this.#layer(target));
    box.addEventListener('keydown', ({ key }) => key === 'Escape' && this.#close());
    document.addEventListener('theme', () => this.#restyle());
  }

  #do(what) {
    const acts = {
      in: () => this.map.zoomIn(), out: () => this.map.zoomOut(), all: () => this.#all(),
      close: () => this.#close(), again: () => this.load(),
    };
    acts[what]?.();
  }

  #layer({ dataset: { layer }, checked }) {
    if (!layer) return;
    this.map[checked ? 'addLayer' : 'removeLayer'](this.layers[layer]);
    if (layer === 'grid') this.grid.draw();
  }

  #all() {
    const bounds = this.places.bounds();
    this.incidents.order.forEach(({ lat, lon }) => bounds.extend([lat, lon]));
    fit(this.map, bounds);
  }

  #close() {
    this.placing?.clear();
    if (this.chosen) this.choose(null);
  }

  /** A cluster: go in until it falls apart; if it never does, list its members. */
  #open({ id, lat, lon }) {
    const { incidents, zoom } = this.incidents.members(id);
    if (zoom > this.map.getMaxZoom()) this.#point({ first: incidents, count: incidents.length, lat, lon });
    else this.map.setView([lat, lon], Math.max(zoom, this.map.getZoom() + 1));
  }

  #point(point) {
    this.point = point && { ...point, point };
    this.draw();
  }

  #changed() {
    const incident = this.incidents.known.get(this.chosen);
    if (this.chosen && !incident) this.choose(null);
    if (incident) draw(this.box.querySelector('[data-card="incident"]'), incident, this.words);
    this.point = null;
    this.draw();
    this.list?.showUnplaced(this.incidents.unplaced);
  }

  #show(card, incident, move) {
    draw(card, incident, this.words);
    if (this.map.getSize().x < NARROW) this.box.querySelector('.map-legend').open = false;
    card.querySelector('[data-link]').href = this.data.incident.replace(/0$/, incident.number);
    const placed = incident.lat !== null;
    if (move && placed && !this.map.getBounds().pad(-0.1).contains([incident.lat, incident.lon])) this.map.panTo([incident.lat, incident.lon]);
  }

  #gathered(bounds) {
    const found = this.incidents.gathered(bounds.pad(0.2), this.map.getZoom());
    const chosen = this.incidents.known.get(this.chosen);
    const alone = chosen && chosen.lat !== null && !found.some(each => each.incident === chosen);
    if (alone) found.push({ incident: chosen });
    const points = found.length <= NAMED ? found.map(each => this.map.latLngToLayerPoint(each.incident ?? each)) : [];
    const drawn = found.map((each, i) => {
      const named = points.length > 0 && isRoomBeside(points[i], points);
      return each.incident ? this.#marker(each.incident, named) : this.#bubble(each);
    });
    return drawn.sort((a, b) => b.depth - a.depth);
  }

  #marker(incident, named) {
    const { number, title, lat, lon, priority, state } = incident;
    const chosen = number === this.chosen;
    return {
      incident, lat, lon, chosen, named: named || chosen, reach: 60, title: words(`#${number} ${title}`),
      depth: chosen ? -1 : priority + (state === 'closed' ? 4 : 0), draw: (context, options) => this.symbols.incident(context, options),
    };
  }

  #bubble(cluster) {
    const radius = clusterRadius(cluster.count);
    return { ...cluster, radius, depth: cluster.rank + 0.5, title: words(String(cluster.count)), draw: (context, options) => this.symbols.cluster(context, options) };
  }

  #restyle() {
    this.symbols.refresh();
    this.places.restyle();
    this.grid.draw();
    this.units?.restyle();
    this.bans?.restyle();
    this.draw();
  }
}

/** A moment (seconds) on the event's wall: the time if it is today's, else with the date. */
function clockOf(timeZone) {
  const format = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'short', timeZone });
  const today = () => format.format(serverNow()).slice(0, 11);
  return seconds => format.format(seconds * 1000).replace(today(), '');
}

/** Whether nothing else is drawn where the number beside a marker would stand. */
function isRoomBeside(at, all) {
  return !all.some(other => other !== at && other.x > at.x && other.x < at.x + BESIDE && Math.abs(other.y - at.y) < 20);
}

function words(text) {
  const element = document.createElement('span');
  element.textContent = text;
  return element;
}

/** Apply a pushed change to every map on the page. */
export function applyChange(change) {
  maps.forEach(map => map.applyChange(change));
}

for (const map of window.leafletMaps ?? []) {
  const box = map.getContainer().closest('[data-map]');
  maps.push(new SiteMap(map, box));
}
document.addEventListener('eventops:change', ({ detail }) => applyChange(detail));
document.addEventListener('eventops:resync', () => maps.forEach(map => map.load()));
document.addEventListener('eventops:choose', ({ detail: { number } }) => maps.forEach(map => map.choose(number, { move: true })));
