// The page where places are drawn: the form beside the map holds what is said, the map shows it and writes into it.
import { Drawing, shapeOf } from './map-drawing.js';
import { fit, frame } from './map-frame.js';
import { area, length } from './map-measure.js';
import { Places } from './map-places.js';
import { Plans } from './map-plans.js';
import { Symbols } from './map-symbols.js';
import { fitWidth } from './place-form.js';

const HANDY = 150; // pixels; what is smaller is brought closer
const figures = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 0 });

class Editor {
  constructor(map, page) {
    const box = page.querySelector('[data-map]');
    const data = JSON.parse(box.querySelector('[data-map-data]').textContent);
    Object.assign(this, { map, page, box, pane: page.querySelector('#place-form'), symbols: new Symbols(box), dirty: false });
    const { grid, tiles } = frame(map, box, this.symbols, data.ground);
    this.grid = grid;
    this.plans = new Plans(map, data);
    this.places = new Places(map, this.symbols, data.places, { chosen: number => this.#openNumber(number) });
    [tiles, grid.layer, this.plans.layer, ...Object.values(this.places.layers)].forEach(layer => layer?.addTo(map));
    grid.draw();
    this.drawing = new Drawing(map, this.symbols, {
      name: page.dataset.whole, changed: (geometry, how) => this.#drawn(geometry, how), begun: shape => this.#hint(shape), ended: () => this.#hint(null),
    });
    this.#listen();
    this.#attach();
  }

  get form() {
    return this.pane.querySelector('form');
  }

  #listen() {
    const { page, pane, box } = this;
    page.addEventListener('click', event => this.#clicked(event));
    pane.addEventListener('htmx:afterSwap', () => this.#attach());
    pane.addEventListener('input', ({ target }) => this.#typed(target));
    pane.addEventListener('change', ({ target }) => target.name === 'kind' && fitWidth(this.form));
    box.addEventListener('click', ({ target }) => this.#move(target.closest('[data-do]')?.dataset.do));
    document.addEventListener('keydown', ({ key }) => key === 'Escape' && this.drawing.stop());
    document.addEventListener('theme', () => this.#restyle());
    document.addEventListener('eventops:change', ({ detail }) => this.#heard(detail));
    window.addEventListener('beforeunload', event => this.dirty && event.preventDefault());
    pane.addEventListener('submit', () => { this.drawing.stop(); });
  }

  #clicked(event) {
    const { target } = event;
    const link = target.closest('[data-draw], [data-place], [data-do="cancel"], [data-do="redraw"]');
    if (!link || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    if (link.dataset.do === 'cancel') return this.#close();
    if (link.dataset.do === 'redraw') return this.drawing.start(this.#shape());
    if (link.dataset.draw) return this.#begin(link);
    this.#open(link.href);
  }

  #move(what) {
    const acts = { in: () => this.map.zoomIn(), out: () => this.map.zoomOut(), all: () => fit(this.map, this.places.bounds()) };
    acts[what]?.();
  }

  /** Load the form for a place, unless something unsaved stands there. */
  async #open(url) {
    const note = this.page.querySelector('[data-note="unsaved"]');
    note.hidden = !this.dirty;
    if (this.dirty) {
      note.focus();
      return false;
    }
    this.drawing.stop();
    await window.htmx.ajax('GET', url, { target: '#place-form', swap: 'innerHTML' });
    return true;
  }

  #openNumber(number) {
    const link = this.page.querySelector(`[data-place="${number}"]`);
    if (link && !this.drawing.drawing) this.#open(link.href);
  }

  async #begin({ href, dataset: { shape } }) {
    if (await this.#open(href)) this.drawing.start(shape);
  }

  #close() {
    this.drawing.stop();
    this.pane.replaceChildren();
    this.#attach();
  }

  /** Take up what the pane holds now: a form, what was saved, or nothing. */
  #attach() {
    const { form, pane } = this;
    const saved = pane.querySelector('[data-saved]');
    if (saved) this.#show(JSON.parse(saved.dataset.saved));
    this.dirty = Boolean(form?.querySelector('.form-errors'));
    this.page.querySelector('[data-note="unsaved"]').hidden = true;
    this.page.dataset.editing = form ? form.dataset.number : '';
    this.places.hide(Number(form?.dataset.number) || null);
    this.drawing.show(form && geometryIn(form));
    this.#mark();
    if (!form) this.shown = null;
    if (!form) return;
    fitWidth(form);
    this.#measure(this.drawing.geometry);
    const before = this.shown;
    this.shown = form.action;
    if (before !== form.action && !this.#inSight(this.drawing.bounds)) fit(this.map, this.drawing.bounds, before === undefined);
    (form.querySelector('[data-focus]') ?? form.elements.code).focus({ preventScroll: true });
    pane.scrollIntoView({ block: 'nearest' });
  }

  /** Whether these bounds are on the map, and an extent large enough to take hold of. */
  #inSight(bounds) {
    if (!bounds.isValid()) return true;
    const size = this.map.latLngToLayerPoint(bounds.getSouthEast()).subtract(this.map.latLngToLayerPoint(bounds.getNorthWest()));
    const extent = Math.max(size.x, size.y);
    return this.map.getBounds().contains(bounds) && (extent === 0 || extent > HANDY);
  }

  #drawn(geometry, { drawing }) {
    if (!drawing && this.form) write(this.form, geometry);
    this.dirty = true;
    this.#measure(geometry);
  }

  #typed({ name }) {
    this.dirty = true;
    if (!['lat', 'lon', 'geometry'].includes(name)) return;
    this.drawing.show(geometryIn(this.form));
    this.#measure(this.drawing.geometry);
  }

  #measure(geometry) {
    const told = this.form?.querySelector('[data-measure]');
    if (!told) return;
    const [square, long] = geometry ? [area(geometry), length(geometry)] : [null, null];
    const say = (words, number) => words.replace('{0}', figures.format(number));
    if (square !== null) told.textContent = say(told.dataset.area, square);
    else if (long !== null) told.textContent = say(told.dataset.length, long);
    else told.textContent = geometry ? '' : told.dataset.none;
  }

  #shape() {
    const drawn = this.page.querySelector(`[data-draw="${this.form.elements.kind.value}"]`);
    return shapeOf(this.drawing.geometry) ?? drawn.dataset.shape;
  }

  #hint(shape) {
    for (const hint of this.box.querySelectorAll('[data-hint]')) hint.hidden = hint.dataset.hint !== shape;
  }

  /** What another screen has done. */
  #heard(change) {
    if (change.type === 'place' && change.kind) this.#show(change);
    if (change.type === 'site_plan') this.plans.apply(change);
  }

  #show(place) {
    this.places.apply(place);
    this.#list(place);
    this.places.hide(Number(this.form?.dataset.number) || null);
  }

  #list({ number, kind, code, name, what }) {
    const list = this.page.querySelector('[data-places]');
    let row = list.querySelector(`[data-place="${number}"]`)?.parentElement;
    if (what.endsWith('dropped')) return row?.remove();
    if (!row) {
      row = this.page.querySelector('[data-row]').content.firstElementChild.cloneNode(true);
      list.append(row);
    }
    const link = row.firstElementChild;
    const url = new URL(link.href);
    url.searchParams.set('place', code);
    link.href = url;
    link.dataset.place = number;
    link.querySelector('svg')?.remove();
    link.prepend(this.page.querySelector(`[data-draw="${kind}"] svg`).cloneNode(true));
    link.querySelector('.map-place__code').textContent = code;
    link.querySelector('.clip').textContent = name;
  }

  #mark() {
    for (const link of this.page.querySelectorAll('[data-place]')) {
      const chosen = link.dataset.place === this.form?.dataset.number;
      if (chosen) link.setAttribute('aria-current', 'true');
      else link.removeAttribute('aria-current');
    }
  }

  #restyle() {
    this.symbols.refresh();
    this.places.restyle();
    this.grid.draw();
    this.drawing.show(this.drawing.geometry);
  }
}

/** The geometry a form holds: a point by its latitude and longitude, the rest as text; null for none that can be read. */
function geometryIn({ elements: { lat, lon, geometry } }) {
  const [y, x] = [lat, lon].map(field => Number.parseFloat(field.value.replace(',', '.')));
  if (!geometry.value.trim()) return Number.isFinite(x + y) ? { type: 'Point', coordinates: [x, y] } : null;
  try {
    const told = JSON.parse(geometry.value);
    const drawn = told.type === 'Feature' ? told.geometry : told;
    return shapeOf(drawn) && drawn.coordinates.flat(3).every(Number.isFinite) ? drawn : null;
  } catch {
    return null;
  }
}

function write({ elements: { lat, lon, geometry } }, drawn) {
  const point = drawn?.type === 'Point';
  lat.value = point ? drawn.coordinates[1] : '';
  lon.value = point ? drawn.coordinates[0] : '';
  geometry.value = drawn && !point ? JSON.stringify(drawn) : '';
}

for (const map of window.leafletMaps ?? []) new Editor(map, document.querySelector('[data-map-edit]'));
