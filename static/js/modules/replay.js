// Plays an event again: the clock that is moved by hand or runs, the map, and the list of what was open.
import { Heat } from './heat-layer.js';
import { fit, frame } from './map-frame.js';
import { Places } from './map-places.js';
import { Symbols } from './map-symbols.js';
import { Moment } from './replay-layer.js';
import { fromRow, incidentAt, unitAt } from './replay-moment.js';

const { L } = window;
const LISTED = 40;
const STEP = 300; // seconds for an arrow key, an hour with Shift
const calm = matchMedia('(prefers-reduced-motion: reduce)');

class Replay {
  constructor(page, map) {
    const box = map.getContainer().closest('[data-map]');
    const data = JSON.parse(box.querySelector('[data-map-data]').textContent);
    Object.assign(this, { page, map, box, data, incidents: [], units: [], places: new Map(), playing: false });
    this.symbols = new Symbols(box);
    this.time = page.querySelector('[data-time]');
    this.moment = Number(page.dataset.since);
    const language = document.documentElement.lang;
    this.clock = new Intl.DateTimeFormat(language, { weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', hour12: false, timeZone: data.timezone });
    this.short = new Intl.DateTimeFormat('sv-SE', { hour: '2-digit', minute: '2-digit', timeZone: data.timezone });
    this.hour = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', hour12: false, timeZone: data.timezone });
    this.#layers();
    this.#listen();
    this.load();
  }

  async load() {
    const note = this.box.querySelector('[data-note="failed"]');
    try {
      const answer = await fetch(this.data.replay);
      if (!answer.ok) throw new Error(answer.statusText);
      const { incidents, units } = await answer.json();
      this.incidents = incidents.map(fromRow);
      this.units = Object.entries(units);
      note.hidden = true;
    } catch {
      note.hidden = false;
      return;
    }
    this.known = new Map(this.incidents.map(each => [each.number, each]));
    this.places = new Map(this.incidents.filter(each => each.lat !== null).map(each => [each.number, each]));
    this.#all(true);
    this.#heat();
    this.set(this.incidents[0]?.at ?? this.moment);
    this.page.dataset.loaded = this.incidents.length;
  }

  /** Show a moment, in seconds since 1970. */
  set(moment, { listed = true } = {}) {
    const { since, until } = this.page.dataset;
    this.moment = Math.min(Math.max(moment, Number(since)), Number(until));
    this.time.value = this.moment;
    const words = this.clock.format(this.moment * 1000);
    this.page.querySelector('[data-now]').textContent = words;
    this.time.setAttribute('aria-valuetext', words);
    const now = this.incidents.map(incident => ({ incident, ...incidentAt(incident, this.moment) })).filter(each => each.state);
    const units = this.units.map(([sign, steps]) => ({ sign, ...unitAt(steps, this.moment, this.places) })).filter(unit => unit.status);
    const placed = now.filter(({ incident }) => incident.lat !== null);
    this.layer.show(placed.sort((a, b) => Number(a.open) - Number(b.open) || b.priority - a.priority), units);
    if (listed) this.#list(now.filter(each => each.open), units);
  }

  #layers() {
    const { map, symbols, data } = this;
    const { grid, tiles } = frame(map, this.box, symbols, data.ground);
    this.grid = grid;
    this.ground = new Places(map, symbols, data.places);
    this.heat = new Heat();
    this.layer = new Moment(symbols);
    [tiles, grid.layer, this.ground.layers.sectors, this.layer].forEach(layer => layer?.addTo(map));
    grid.draw();
  }

  #listen() {
    const { page, box } = this;
    this.time.addEventListener('input', () => this.set(Number(this.time.value)));
    page.querySelector('[data-play]').addEventListener('click', () => this.#play(!this.playing));
    box.addEventListener('click', ({ target }) => this.#do(target.closest('[data-do]')?.dataset.do));
    box.addEventListener('change', ({ target }) => this.#change(target));
    document.addEventListener('keydown', event => this.#key(event));
    document.addEventListener('theme', () => this.#restyle());
    document.addEventListener('visibilitychange', () => document.hidden && this.#play(false));
  }

  #do(what) {
    const acts = { in: () => this.map.zoomIn(), out: () => this.map.zoomOut(), all: () => this.#all(), again: () => this.load() };
    acts[what]?.();
  }

  #change({ dataset: { layer, heat }, checked }) {
    if (heat) this.#heat();
    if (layer === 'heat' || layer === 'sectors') this.map[checked ? 'addLayer' : 'removeLayer'](layer === 'heat' ? this.heat : this.ground.layers.sectors);
    else if (layer) {
      this.layer.shown[layer] = checked;
      this.layer.draw();
    }
  }

  #heat() {
    const [group, hour] = ['group', 'hour'].map(name => this.box.querySelector(`[data-heat="${name}"]`).value);
    const within = ({ at }) => !hour || Number(this.hour.format(at * 1000)) % 24 === Number(hour);
    const of = ({ category }) => !group || category.replace(/\d+$/, '') === group;
    this.heat.show([...this.places.values()].filter(each => of(each) && within(each)));
  }

  #key(event) {
    const onField = event.target.closest?.('input:not([data-time]), select, textarea, button, a, summary, dialog, .leaflet-container');
    if (onField || event.ctrlKey || event.altKey || event.metaKey) return;
    const way = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (event.key !== ' ' && !way) return;
    event.preventDefault();
    if (way) this.set(this.moment + way * (event.shiftKey ? 3600 : STEP));
    else this.#play(!this.playing);
  }

  #play(on) {
    if (on && this.moment >= Number(this.page.dataset.until)) this.set(Number(this.page.dataset.since));
    this.playing = on;
    const button = this.page.querySelector('[data-play]');
    button.setAttribute('aria-pressed', String(on));
    button.textContent = on ? button.dataset.textPause : button.dataset.textPlay;
    if (on) this.#run(performance.now(), 0);
    else this.set(this.moment);
  }

  /** Frame by frame; who wants little motion sees a new moment once a second. */
  #run(before, told) {
    requestAnimationFrame(now => {
      if (!this.playing) return;
      if (calm.matches && now - before < 1000) return this.#run(before, told);
      const speed = Number(this.page.querySelector('[data-speed]').value);
      const listed = now - told > 500;
      this.set(this.moment + ((now - before) / 1000) * speed, { listed });
      if (this.moment >= Number(this.page.dataset.until)) return this.#play(false);
      this.#run(now, listed ? now : told);
    });
  }

  #list(open, units) {
    const ranked = [...open].sort((a, b) => a.priority - b.priority || a.incident.at - b.incident.at);
    const on = Map.groupBy ? Map.groupBy(units, unit => unit.number) : grouped(units);
    this.page.querySelector('[data-open-count]').textContent = open.length;
    this.page.querySelector('[data-none]').hidden = open.length > 0;
    this.page.querySelector('[data-open]').replaceChildren(...ranked.slice(0, LISTED).map(each => this.#row(each, on.get(each.incident.number) ?? [])));
  }

  #row({ incident, state, priority }, units) {
    const row = this.page.querySelector('[data-row]').content.firstElementChild.cloneNode(true);
    const write = (name, text) => { row.querySelector(`[data-${name}]`).textContent = text; };
    const link = row.querySelector('[data-link]');
    link.textContent = `#${incident.number}`;
    link.href = this.data.incident.replace(/0$/, incident.number);
    write('title', incident.title ?? '');
    write('category', this.data.category[incident.category] ?? incident.category);
    write('sector', incident.sector ?? incident.place ?? '');
    write('units', units.filter(unit => unit.status !== 'released').map(unit => unit.sign).join(', '));
    write('since', this.short.format(incident.at * 1000));
    write('number', priority);
    write('word', this.data.state[state]);
    row.querySelector('[data-field="priority"]').dataset.priority = priority;
    const badge = row.querySelector('[data-field="state"]');
    badge.dataset.state = state;
    const icon = badge.querySelector('use');
    icon.setAttribute('href', icon.getAttribute('href').replace(/#.*/, `#state-${state}`));
    return row;
  }

  #all(atOnce = false) {
    const points = [...this.places.values()].map(({ lat, lon }) => [lat, lon]);
    fit(this.map, points.length ? L.latLngBounds(points) : this.ground.bounds(), atOnce);
  }

  #restyle() {
    this.symbols.refresh();
    this.ground.restyle();
    this.grid.draw();
    this.layer.draw();
  }
}

function grouped(units) {
  const found = new Map();
  units.forEach(unit => found.set(unit.number, [...(found.get(unit.number) ?? []), unit]));
  return found;
}

const page = document.querySelector('[data-replay]');
const [map] = window.leafletMaps ?? [];
if (page && map) new Replay(page, map);
