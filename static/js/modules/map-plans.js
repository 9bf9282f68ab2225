// Site plans: pictures laid under the places by three of their corners.

const { L } = window;

/** A picture whose top left, top right and bottom left corners lie at given points. */
export const Picture = L.Layer.extend({
  initialize(url, { width, height, corners, opacity }, options) {
    L.setOptions(this, options);
    Object.assign(this, { url, size: [width, height], corners, opacity });
  },

  onAdd() {
    const image = L.DomUtil.create('img', 'leaflet-image-layer leaflet-zoom-animated', this.getPane());
    [image.width, image.height] = this.size;
    image.alt = '';
    image.src = this.url;
    this.image = image;
    this.lay(this.corners, this.opacity);
  },

  onRemove() {
    this.image.remove();
  },

  getEvents() {
    return { zoom: this.draw, viewreset: this.draw, zoomanim: this.draw };
  },

  /** Lay it elsewhere, or let more of the ground through. */
  lay(corners, opacity) {
    Object.assign(this, { corners, opacity });
    this.image.style.opacity = opacity;
    this.draw();
  },

  draw(moving) {
    const point = ({ lat, lon }) => moving?.zoom === undefined || !moving.center
      ? this._map.latLngToLayerPoint([lat, lon])
      : this._map._latLngToNewLayerPoint(L.latLng(lat, lon), moving.zoom, moving.center);
    const [from, right, down] = this.corners.map(point);
    const [width, height] = this.size;
    const across = right.subtract(from).divideBy(width);
    const along = down.subtract(from).divideBy(height);
    this.image.style.transform = `matrix(${[across.x, across.y, along.x, along.y, from.x, from.y].join()})`;
  },
});

export class Plans {
  /** `image` is the address of a picture, with 0 for its number. */
  constructor(map, { plans, plan_image: image }) {
    const pane = map.createPane('plans');
    pane.style.zIndex = 300; // over the tiles, under everything that is drawn
    Object.assign(this, { image, layer: L.layerGroup(), pictures: new Map() });
    for (const plan of plans) this.put(plan);
  }

  /** A pushed change of a site plan. */
  apply(plan) {
    const known = this.pictures.get(plan.number);
    if (known) this.layer.removeLayer(known);
    this.pictures.delete(plan.number);
    if (!plan.dropped_at && plan.what !== 'site_plan.withdrawn') this.put(plan);
  }

  put(plan) {
    const picture = new Picture(this.image.replace('/0/', `/${plan.number}/`), plan, { pane: 'plans', pmIgnore: true });
    this.pictures.set(plan.number, picture);
    this.layer.addLayer(picture);
    return picture;
  }
}
