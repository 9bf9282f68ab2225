// The areas that are closed to people while a decision lasts; what is told is only that there is something new.
const { L } = window;

export class Bans {
  constructor(symbols, url) {
    Object.assign(this, { symbols, url, features: [], layer: L.featureGroup() });
    this.load();
  }

  /** Ask which areas are closed now. */
  async load() {
    const answer = await fetch(this.url).catch(() => null);
    if (!answer?.ok) return;
    this.features = (await answer.json()).bans;
    this.restyle();
  }

  /** Draw them again: the theme is another. */
  restyle() {
    const color = this.symbols.colours.bad;
    this.layer.clearLayers();
    const look = { color, weight: 2.5, dashArray: '8 6', fillColor: color, fillOpacity: 0.12, interactive: false };
    for (const feature of this.features) {
      const shape = L.geoJSON(feature, { style: look });
      shape.bindTooltip(`PL 24 #${feature.properties.number}`, { permanent: true, direction: 'center', className: 'map-ban' });
      this.layer.addLayer(shape);
    }
  }
}
