// A point on Leaflet's canvas that draws itself: options.draw(context, options) with the origin at the point.

/** Leaflet is a classic script; by the time a module runs it is there. */
const L = window.L;

export const Glyph = L.CircleMarker.extend({
  options: { radius: 12, stroke: false, reach: 0, draw: null, bubblingMouseEvents: false },

  _updateBounds() {
    L.CircleMarker.prototype._updateBounds.call(this);
    const margin = L.point(8, 8);
    const { min, max } = this._pxBounds;
    this._pxBounds = L.bounds(min.subtract(margin), max.add(margin).add([this.options.reach, 0]));
  },

  _updatePath() {
    if (!this._renderer._drawing || this._empty()) return;
    const context = this._renderer._ctx;
    context.save();
    context.globalAlpha = 1;
    context.translate(this._point.x, this._point.y);
    this.options.draw(context, this.options);
    context.restore();
  },
});
