// The moment on the map: one canvas, drawn anew for each moment; incidents by priority, units by what they do.

const { L } = window;

export const Moment = L.Layer.extend({
  initialize(symbols) {
    Object.assign(this, { symbols, incidents: [], units: [], shown: { incidents: true, units: true, tracks: true } });
  },

  /** Show incidents {incident, state, priority, alpha} and units {sign, lat, lon, status, from, to}. */
  show(incidents, units) {
    Object.assign(this, { incidents, units });
    if (this._map) this.draw();
  },

  onAdd(map) {
    this.canvas = L.DomUtil.create('canvas', 'leaflet-layer', map.getPane('markerPane'));
    this.canvas.style.pointerEvents = 'none';
    map.on('moveend resize', this.draw, this);
    this.draw();
  },

  onRemove(map) {
    map.off('moveend resize', this.draw, this);
    this.canvas.remove();
  },

  draw() {
    const size = this._map.getSize();
    const dense = window.devicePixelRatio || 1;
    if (this.canvas.width !== size.x * dense || this.canvas.height !== size.y * dense) {
      Object.assign(this.canvas, { width: size.x * dense, height: size.y * dense });
      Object.assign(this.canvas.style, { width: `${size.x}px`, height: `${size.y}px` });
    }
    L.DomUtil.setPosition(this.canvas, this._map.containerPointToLayerPoint([0, 0]));
    const context = this.canvas.getContext('2d');
    context.setTransform(dense, 0, 0, dense, 0, 0);
    context.clearRect(0, 0, size.x, size.y);
    if (this.shown.tracks) this.units.forEach(unit => unit.from && this._track(context, unit));
    if (this.shown.incidents) this.incidents.forEach(each => this._incident(context, each));
    if (this.shown.units) this.units.forEach((unit, order) => this._unit(context, unit, order));
  },

  _at(context, { lat, lon }, alpha, draw) {
    const { x, y } = this._map.latLngToContainerPoint([lat, lon]);
    context.save();
    context.globalAlpha = alpha;
    context.translate(x, y);
    draw();
    context.restore();
  },

  _incident(context, { incident, state, priority, alpha }) {
    const as = { priority, state, number: incident.number };
    this._at(context, incident, alpha, () => this.symbols.incident(context, { incident: as, named: this.incidents.length <= 12 && state !== 'closed' }));
  },

  /** Units at one place stand beside each other. */
  _unit(context, unit, order) {
    const before = this.units.slice(0, order).filter(other => other.lat === unit.lat && other.lon === unit.lon).length;
    this._at(context, unit, 1, () => {
      context.translate(14, 18 + 14 * before);
      this.symbols.played(context, unit.sign, unit.status);
    });
  },

  _track(context, { from, to }) {
    const start = this._map.latLngToContainerPoint([from.lat, from.lon]);
    const end = this._map.latLngToContainerPoint([to.lat, to.lon]);
    context.save();
    context.strokeStyle = this.symbols.colours.accent;
    context.lineWidth = 2;
    context.setLineDash([4, 5]);
    context.beginPath();
    context.moveTo(start.x, start.y);
    context.lineTo(end.x, end.y);
    context.stroke();
    context.restore();
  },
});
