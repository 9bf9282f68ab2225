// One shape that is being drawn or edited: lines and outlines by Leaflet-Geoman, points and the whole by a handle.
import { handle, shifted } from './map-handle.js';

const { L } = window;
const DIGITS = 7; // of a degree: a centimetre
const SHAPES = { Point: 'CircleMarker', LineString: 'Line', MultiLineString: 'Line', Polygon: 'Polygon', MultiPolygon: 'Polygon' };

export class Drawing {
  /** `changed` hears the geometry whenever it changes, `begun` and `ended` when the pointer draws and no longer does. */
  constructor(map, symbols, { name, changed, begun, ended }) {
    Object.assign(this, { map, symbols, name, changed, layer: null, grip: null, renderer: L.svg() });
    map.pm.setGlobalOptions({ tooltips: false, snapDistance: 12, continueDrawing: false, allowSelfIntersection: true, finishOnEnter: true });
    map.on('pm:create', ({ layer }) => this.#take(layer));
    map.on('pm:drawstart', ({ workingLayer, shape }) => {
      begun(shape);
      workingLayer.on('pm:vertexadded', () => changed(sketch(workingLayer, shape), { drawing: true }));
    });
    map.on('pm:drawend', () => ended());
    map.on('layeradd', ({ layer }) => forPointersOnly(layer.getElement?.()));
  }

  get drawing() {
    return this.map.pm.globalDrawModeEnabled();
  }

  /** Let the pointer draw a Polygon, a Line or a CircleMarker; what was drawn before goes when it is done. */
  start(shape) {
    this.stop();
    const line = { color: this.symbols.colours.accent, renderer: this.renderer };
    const style = { ...this.#style(), radius: 9 };
    this.map.pm.enableDraw(shape, { templineStyle: line, hintlineStyle: { ...line, dashArray: '5 5' }, pathOptions: style, markerStyle: style });
  }

  /** Draw no more. */
  stop() {
    this.map.pm.disableDraw();
  }

  /** Show this geometry to be edited; null for none. */
  show(geometry) {
    this.layer?.remove();
    this.grip?.remove();
    this.layer = this.grip = null;
    if (geometry?.type === 'Point') this.layer = this.#handle(L.GeoJSON.coordsToLatLng(geometry.coordinates), 'point').addTo(this.map);
    else if (geometry) this.#edit(L.geoJSON(geometry, this.#style()).getLayers()[0].addTo(this.map));
  }

  /** What is drawn, as GeoJSON; null for nothing. */
  get geometry() {
    const drawn = this.layer?.toGeoJSON(DIGITS).geometry;
    return drawn?.coordinates.length ? drawn : null;
  }

  get bounds() {
    if (!this.layer) return L.latLngBounds([]);
    return this.layer.getBounds?.() ?? L.latLngBounds([this.layer.getLatLng()]);
  }

  #take(layer) {
    layer.remove();
    this.show(layer.toGeoJSON(DIGITS).geometry);
    this.changed(this.geometry, {});
  }

  #edit(layer) {
    this.layer = layer;
    layer.pm.enable({ allowSelfIntersection: true, snappable: true });
    layer.on('pm:change pm:edit pm:vertexremoved', () => this.#changed());
    this.grip = this.#handle(layer.getCenter(), 'whole').addTo(this.map);
  }

  #handle(at, look) {
    const above = look === 'whole' && !(this.layer instanceof L.Polygon);
    return handle(this.map, at, { name: this.name, look, above, moved: (from, to) => this.#moved(from, to), done: () => this.layer.pm?.enable() });
  }

  #moved(from, to) {
    if (this.grip) {
      this.layer.pm.disable(); // its corners are taken up again where the shape is let go
      this.layer.setLatLngs(shifted(this.layer.getLatLngs(), from, to));
    }
    this.changed(this.geometry, {});
  }

  #changed() {
    if (this.geometry) this.grip.setLatLng(this.layer.getCenter());
    this.changed(this.geometry, {});
  }

  #style() {
    const { accent } = this.symbols.colours;
    return { color: accent, fillColor: accent, fillOpacity: 0.2, weight: 2.5, renderer: this.renderer };
  }
}

/** The corners that Geoman shows cannot be moved by keys: they are no stops of the keyboard, and the form says the same. */
function forPointersOnly(element) {
  if (!element?.classList.contains('marker-icon')) return;
  element.removeAttribute('role');
  element.removeAttribute('tabindex');
  element.setAttribute('aria-hidden', 'true');
}

/** With what a geometry is drawn. */
export const shapeOf = geometry => SHAPES[geometry?.type];

/** What is drawn so far: an outline from three corners, a line from two points. */
function sketch(layer, shape) {
  const points = layer.getLatLngs().map(({ lat, lng }) => [lng, lat]);
  if (shape === 'Line') return points.length > 1 ? { type: 'LineString', coordinates: points } : null;
  return points.length > 2 ? { type: 'Polygon', coordinates: [[...points, points[0]]] } : null;
}
