// Heat on the map: each point a soft disc, and where they overlap the colour rises; drawn on a canvas of its own.

const { L } = window;
const RADIUS = 26; // pixels
const STOPS = 256;

/** A disc that fades to its edge, in the alpha that one point adds. */
function disc(strength) {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = 2 * RADIUS;
  const context = canvas.getContext('2d');
  const fade = context.createRadialGradient(RADIUS, RADIUS, 0, RADIUS, RADIUS, RADIUS);
  fade.addColorStop(0, `rgb(0 0 0 / ${strength})`);
  fade.addColorStop(1, 'rgb(0 0 0 / 0)');
  context.fillStyle = fade;
  context.fillRect(0, 0, 2 * RADIUS, 2 * RADIUS);
  return canvas;
}

/** The colours from cool to hot, four bytes each. */
function ramp() {
  const canvas = document.createElement('canvas');
  canvas.width = STOPS;
  canvas.height = 1;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  const colours = context.createLinearGradient(0, 0, STOPS, 0);
  [[0, '#2b6c8a'], [0.4, '#3fb6a8'], [0.65, '#f2c230'], [1, '#d3303b']].forEach(([at, colour]) => colours.addColorStop(at, colour));
  context.fillStyle = colours;
  context.fillRect(0, 0, STOPS, 1);
  return context.getImageData(0, 0, STOPS, 1).data;
}

export const Heat = L.Layer.extend({
  initialize() {
    this.points = [];
    this.ramp = ramp();
  },

  /** Show these: objects with lat and lon. */
  show(points) {
    this.points = points;
    if (this._map) this.draw();
    return this;
  },

  onAdd(map) {
    this.canvas = L.DomUtil.create('canvas', 'leaflet-layer', map.getPane('overlayPane'));
    this.canvas.style.pointerEvents = 'none';
    map.on('moveend resize', this.draw, this);
    this.draw();
  },

  onRemove(map) {
    map.off('moveend resize', this.draw, this);
    this.canvas.remove();
  },

  draw() {
    const { canvas, _map: map } = this;
    const size = map.getSize();
    canvas.width = size.x;
    canvas.height = size.y;
    L.DomUtil.setPosition(canvas, map.containerPointToLayerPoint([0, 0]));
    const context = canvas.getContext('2d', { willReadFrequently: true });
    const heaps = this._heaps(map, size);
    const most = Math.max(1, ...heaps.map(heap => heap.count));
    const one = disc(1);
    for (const { x, y, count } of heaps) {
      context.globalAlpha = Math.max(0.06, Math.min(1, count / Math.max(4, most)));
      context.drawImage(one, x - RADIUS, y - RADIUS);
    }
    if (heaps.length) this._colour(context, size);
  },

  /** Points that fall into the same few pixels are drawn once. */
  _heaps(map, size) {
    const cells = new Map();
    for (const { lat, lon } of this.points) {
      const { x, y } = map.latLngToContainerPoint([lat, lon]);
      if (x < -RADIUS || y < -RADIUS || x > size.x + RADIUS || y > size.y + RADIUS) continue;
      const key = `${Math.round(x / 6)}|${Math.round(y / 6)}`;
      const heap = cells.get(key) ?? { x, y, count: 0 };
      heap.count += 1;
      cells.set(key, heap);
    }
    return [...cells.values()];
  },

  _colour(context, { x, y }) {
    const image = context.getImageData(0, 0, x, y);
    const pixels = image.data;
    for (let at = 3; at < pixels.length; at += 4) {
      if (!pixels[at]) continue;
      const from = 4 * pixels[at];
      pixels.set(this.ramp.subarray(from, from + 3), at - 3);
      pixels[at] = Math.min(210, 60 + pixels[at]);
    }
    context.putImageData(image, 0, 0);
  },
});
