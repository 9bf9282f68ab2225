// One shape that is being drawn or edited with Leaflet-Geoman: a point, a line or an outline; told as GeoJSON.

const { L } = window;
const DIGITS = 7; // of a degree: a centimetre
const SHAPES = { Point: 'CircleMarker', LineString: 'Line', MultiLineString: 'Line', Polygon: 'Polygon', MultiPolygon: 'Polygon' };

export class Drawing {
  /** `changed` hears the geometry whenever it changes, `begun` and `ended` when the pointer draws and no longer does. */
  constructor(map, symbols, { changed, begun, ended }) {
    Object.assign(this, { map, symbols, changed, layer: null, renderer: L.svg() });
    map.pm.setGlobalOptions({ tooltips: false, snapDistance: 12, continueDrawing: false, allowSelfIntersection: true, finishOnEnter: true });
    map.on('pm:create', ({ layer }) => this.#take(layer));
    map.on('pm:drawstart', ({ workingLayer, shape }) => {
      begun(shape);
      workingLayer.on('pm:vertexadded', () => changed(sketch(workingLayer, shape), { drawing: true }));
    });
    map.on('pm:drawend', () => ended());
  }

  get drawing() {
    return this.map.pm.globalDrawModeEnabled();
  }

  /** Let the pointer draw a Polygon, a Line or a CircleMarker; what was drawn before goes when it is done. */
  start(shape) {
    this.stop();
    const line = { color: this.symbols.colours.accent, renderer: this.renderer };
    this.map.pm.enableDraw(shape, { templineStyle: line, hintlineStyle: { ...line, dashArray: '5 5' }, pathOptions: this.#style(), markerStyle: this.#style() });
  }

  /** Draw no more. */
  stop() {
    this.map.pm.disableDraw();
  }

  /** Show this geometry to be edited; null for none. */
  show(geometry) {
    this.layer?.remove();
    this.layer = geometry && L.geoJSON(geometry, { ...this.#style(), pointToLayer: (_, at) => L.circleMarker(at, this.#style()) }).getLayers()[0];
    if (this.layer) this.#edit(this.layer.addTo(this.map));
  }

  /** What is drawn, as GeoJSON; null for nothing. */
  get geometry() {
    return this.layer ? rounded(this.layer.toGeoJSON(DIGITS).geometry) : null;
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
    layer.pm.enable({ allowSelfIntersection: true, draggable: true, snappable: true });
    layer.on('pm:change pm:edit pm:drag pm:dragend pm:vertexremoved', () => this.changed(this.geometry, {}));
  }

  #style() {
    return { color: this.symbols.colours.accent, fillColor: this.symbols.colours.accent, fillOpacity: 0.2, weight: 2.5, radius: 9, renderer: this.renderer };
  }
}

/** With what a geometry is drawn. */
export const shapeOf = geometry => SHAPES[geometry?.type];

function rounded(geometry) {
  return geometry.coordinates.length ? geometry : null;
}

/** What is drawn so far: an outline from three corners, a line from two points. */
function sketch(layer, shape) {
  const points = layer.getLatLngs().map(({ lat, lng }) => [lng, lat]);
  if (shape === 'Line') return points.length > 1 ? { type: 'LineString', coordinates: points } : null;
  return points.length > 2 ? { type: 'Polygon', coordinates: [[...points, points[0]]] } : null;
}
