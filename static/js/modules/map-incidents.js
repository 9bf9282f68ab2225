// What is known of the incidents: loaded at once, kept current by what is pushed, narrowed, and gathered into clusters.

const { Supercluster } = window;
const FEW = 300; // up to so many, only those that would cover each other are gathered
const APART = { few: 22, many: 46 }; // pixels
const MANY = 5000; // more than this are gathered again a moment after a few changes; what changed is drawn at once
const LATER = 400;

const isOpen = incident => incident.state !== 'closed';
const rank = incident => incident.priority + (isOpen(incident) ? 0 : 4);
const isPlaced = incident => incident.lat !== null && incident.lon !== null;
const mostUrgentFirst = (a, b) => rank(a) - rank(b) || b.at - a.at || b.number - a.number;
const inside = (bounds, { lat, lon }) =>
  lat >= bounds.getSouth() && lat <= bounds.getNorth() && lon >= bounds.getWest() && lon <= bounds.getEast();

/** The order of the columns is that of FIELDS in map/layers.py. */
function fromRow([number, lat, lon, priority, state, category, at, title, sector, revision]) {
  return { number, lat, lon, priority, state, category, at, title, sector, revision, heard: '' };
}

function fromChange(change) {
  const { number, lat, lon, priority, state, category, title, sector, revision } = change;
  return { number, lat, lon, priority, state, category, title, sector, revision, at: Date.parse(change.occurred_at) / 1000, heard: change.at };
}

export class Incidents extends EventTarget {
  constructor(closest) {
    super();
    Object.assign(this, { closest, known: new Map(), passes: () => true, order: [], recent: new Set(), due: false, meanwhile: null });
    this.#gather();
  }

  /** Fetch all of them; what is pushed meanwhile is applied again on top. */
  async load(url) {
    this.meanwhile = [];
    const answer = await fetch(url);
    if (!answer.ok) throw new Error(answer.statusText);
    const { rows } = await answer.json();
    this.known = new Map(rows.map(row => [row[0], fromRow(row)]));
    const changes = this.meanwhile;
    this.meanwhile = null;
    changes.forEach(change => this.#take(change));
    this.#gather();
  }

  /** Apply a pushed change of an incident. The newest revision wins; what is withdrawn is gone. */
  apply(change) {
    this.meanwhile?.push(change);
    if (!this.#take(change)) return;
    this.recent.add(change.number);
    if (!this.due) queueMicrotask(() => this.#catchUp());
    this.due = true;
  }

  /** Show only those for which `passes` is true. */
  narrow(passes) {
    this.passes = passes;
    this.#gather();
  }

  /** How many there are of those shown, and the most urgent of those inside the bounds, at most `limit`. */
  within(bounds, limit) {
    const here = this.order.filter(incident => this.#current(incident) && inside(bounds, incident));
    return { total: this.order.length, count: here.length, first: here.slice(0, limit) };
  }

  /** The shown ones that have no point. */
  get unplaced() {
    return this.shown.filter(incident => !isPlaced(incident));
  }

  /** What to draw: {incident} one by one, and {id, lat, lon, count, words, rank} for many. */
  gathered(bounds, zoom) {
    const box = [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()];
    const found = this.index.getClusters(box, Math.floor(zoom)).map(toDraw);
    const drawn = found.filter(each => !each.incident || this.#current(each.incident));
    const there = new Set(drawn.map(each => each.incident?.number));
    const fresh = [...this.recent].filter(number => !there.has(number)).map(number => this.known.get(number));
    return drawn.concat(fresh.filter(each => each && isPlaced(each) && this.passes(each)).map(incident => ({ incident })));
  }

  /** The members of a cluster, the most urgent first; and the zoom at which it falls apart. */
  members(id) {
    const incidents = this.index.getLeaves(id, Infinity).map(leaf => leaf.properties.incident);
    return { incidents: incidents.sort(mostUrgentFirst), zoom: this.index.getClusterExpansionZoom(id) };
  }

  #take(change) {
    const { number, what, revision } = change;
    const known = this.known.get(number);
    if (what.endsWith('withdrawn')) return !(known?.heard >= change.at) && this.known.delete(number);
    if (!revision || known?.revision > revision) return false;
    this.known.set(number, fromChange(change));
    return true;
  }

  // What was missed is applied in one go, and gathered once.
  #catchUp() {
    this.due = false;
    if (this.known.size <= MANY || this.recent.size > FEW) return this.#gather();
    this.later ??= setTimeout(() => this.#gather(), LATER);
    this.#tell();
  }

  #current(incident) {
    return this.known.get(incident.number) === incident;
  }

  #gather() {
    clearTimeout(this.later);
    this.later = null;
    this.recent.clear();
    this.shown = [...this.known.values()].filter(this.passes).sort(mostUrgentFirst);
    this.order = this.shown.filter(isPlaced);
    const worst = { map: ({ incident }) => ({ rank: rank(incident) }), reduce: (all, one) => { all.rank = Math.min(all.rank, one.rank); } };
    const radius = this.order.length > FEW ? APART.many : APART.few;
    this.index = new Supercluster({ radius, extent: 256, maxZoom: this.closest, ...worst }).load(this.order.map(toPoint));
    this.#tell();
  }

  #tell() {
    this.dispatchEvent(new Event('change'));
  }
}

const toPoint = incident => ({ type: 'Feature', geometry: { type: 'Point', coordinates: [incident.lon, incident.lat] }, properties: { incident } });

function toDraw({ geometry: { coordinates: [lon, lat] }, properties }) {
  if (!properties.cluster) return properties;
  const { cluster_id: id, point_count: count, point_count_abbreviated: words, rank: worst } = properties;
  return { id, lat, lon, count, words: String(words), rank: worst };
}
