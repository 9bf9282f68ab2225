// Draws incidents, clusters and places on canvas: the outlines of the legend, the colours of the theme.

const MARKS = {
  new: 'waiting', reopened: 'waiting', assigned: 'going', en_route: 'going', on_scene: 'there',
  on_hold: 'parked', handed_over: 'parked', closed: 'over',
};
const COLOURS = [
  'ink', 'ink-soft', 'accent', 'pane', 'line', 'line-strong', 'map-ground', 'map-land', 'priority-rim', 'bad',
  ...[1, 2, 3, 4].flatMap(n => [`priority-${n}`, `priority-${n}-ink`]),
];
const FONT = 'Inter, system-ui, sans-serif';

/** An SVG shape of the 20 by 20 legend as a canvas path. */
function outline(shape) {
  if (shape.localName === 'path') return new Path2D(shape.getAttribute('d'));
  const [cx, cy, r] = ['cx', 'cy', 'r'].map(name => Number(shape.getAttribute(name)));
  const path = new Path2D();
  path.arc(cx, cy, r, 0, 2 * Math.PI);
  return path;
}

function text(ctx, words, x, y, { size = 12, weight = 600, colour, halo, align = 'center' }) {
  ctx.font = `${weight} ${size}px ${FONT}`;
  ctx.textAlign = align;
  ctx.textBaseline = 'middle';
  if (halo) {
    ctx.lineWidth = 3;
    ctx.lineJoin = 'round';
    ctx.strokeStyle = halo;
    ctx.strokeText(words, x, y);
  }
  ctx.fillStyle = colour;
  ctx.fillText(words, x, y);
}

function ring(ctx, radius, colour, width, dash = []) {
  ctx.beginPath();
  ctx.arc(0, 0, radius, 0, 2 * Math.PI);
  ctx.setLineDash(dash);
  ctx.lineWidth = width;
  ctx.strokeStyle = colour;
  ctx.stroke();
  ctx.setLineDash([]);
}

export class Symbols {
  constructor(box) {
    const shapes = box.querySelector('.priority__shape'); // a map without incidents has none
    this.shapes = shapes ? [1, 2, 3, 4].map(n => outline(shapes.querySelector(`.priority__${n}`))) : [];
    this.kinds = new Map([...box.querySelectorAll('[data-symbol]')].map(svg => [svg.dataset.symbol, outline(svg.firstElementChild)]));
    this.refresh();
  }

  /** Read the colours again: the theme has changed. */
  refresh() {
    const style = getComputedStyle(document.documentElement);
    this.colours = Object.fromEntries(COLOURS.map(name => [name, style.getPropertyValue(`--${name}`).trim()]));
  }

  /** One incident: shape and number of its priority, a mark for how far it is handled, its own number when there is room. */
  incident(ctx, { incident, chosen, named }) {
    const { priority, state, number } = incident;
    const { ink, accent, 'map-ground': ground } = this.colours;
    const mark = MARKS[state];
    if (chosen) ring(ctx, 17, accent, 3);
    this.#shape(ctx, priority, mark === 'over');
    if (mark === 'waiting') ring(ctx, 13, ink, 1.5);
    if (mark === 'parked') ring(ctx, 13, ink, 1.5, [3, 3]);
    if (mark === 'there') {
      ctx.fillStyle = ink;
      ctx.fillRect(-8, 12, 16, 2.5);
    }
    if (named) text(ctx, `#${number}`, 17, 0, { colour: ink, halo: ground, align: 'left' });
  }

  /** Many incidents: how many, in the colour and under the shape of the worst; rank is priority, plus 4 when closed. */
  cluster(ctx, { count, words, rank, chosen }) {
    const { ink, 'ink-soft': soft, pane, accent } = this.colours;
    const priority = rank > 4 ? rank - 4 : rank;
    const radius = clusterRadius(count);
    if (chosen) ring(ctx, radius + 5, accent, 3);
    ctx.beginPath();
    ctx.arc(0, 0, radius, 0, 2 * Math.PI);
    ctx.fillStyle = pane;
    ctx.fill();
    ring(ctx, radius, rank > 4 ? soft : this.colours[`priority-${priority}`], 2.5);
    text(ctx, words, 0, 2, { colour: ink });
    ctx.translate(0, -radius);
    ctx.scale(0.75, 0.75);
    this.#shape(ctx, priority, rank > 4);
  }

  /** What a partner reported: a diamond with the number of how serious it is. */
  matter(ctx, seriousness) {
    const { accent, pane, ink } = this.colours;
    ctx.beginPath();
    [[0, -11], [11, 0], [0, 11], [-11, 0]].forEach(([x, y], i) => (i ? ctx.lineTo(x, y) : ctx.moveTo(x, y)));
    ctx.closePath();
    ctx.fillStyle = pane;
    ctx.fill();
    ctx.lineWidth = 2.5;
    ctx.strokeStyle = accent;
    ctx.stroke();
    text(ctx, String(seriousness), 0, 0.5, { colour: ink, weight: 700 });
  }

  /** A post, gate or other place, with its code when there is room. */
  place(ctx, { kind, words }) {
    const { ink, 'ink-soft': soft, 'map-ground': ground } = this.colours;
    const path = this.kinds.get(kind) ?? this.kinds.get('other');
    ctx.save();
    ctx.translate(-8, -8);
    ctx.scale(0.8, 0.8);
    ctx.lineWidth = 2;
    ctx.lineJoin = 'round';
    ctx.strokeStyle = ground;
    ctx.stroke(path);
    ctx.fillStyle = soft;
    ctx.fill(path);
    ctx.restore();
    if (words) text(ctx, words, 9, 0, { colour: ink, halo: ground, align: 'left', weight: 500 });
  }

  /** The code of a sector, large and quiet, on its northern edge. */
  sector(ctx, { words }) {
    const { 'ink-soft': soft, 'map-ground': ground } = this.colours;
    text(ctx, words, 0, -9, { colour: soft, halo: ground, size: 16 });
  }

  /** A unit by its call sign; faded when it said long ago where it is. */
  unit(ctx, sign, stale) {
    const { accent, pane, ink } = this.colours;
    ctx.globalAlpha = stale ? 0.45 : 1;
    ctx.fillStyle = accent;
    ctx.strokeStyle = pane;
    ctx.lineWidth = 2;
    ctx.beginPath();
    ctx.roundRect(-6, -6, 12, 12, 3);
    ctx.fill();
    ctx.stroke();
    text(ctx, sign, 10, 0, { colour: ink, halo: pane, align: 'left' });
  }

  /** A unit of the replay: hollow on its way, filled on scene, faint when it is free. */
  played(ctx, sign, status) {
    const { accent, pane, ink } = this.colours;
    const going = status === 'assigned' || status === 'en_route';
    ctx.globalAlpha = status === 'released' || status === 'available' ? 0.45 : 1;
    ctx.fillStyle = going ? pane : accent;
    ctx.strokeStyle = going ? accent : pane;
    ctx.lineWidth = 2;
    ctx.beginPath();
    ctx.roundRect(-5, -5, 10, 10, 2);
    ctx.fill();
    ctx.stroke();
    text(ctx, sign, 9, 0, { colour: ink, halo: pane, align: 'left' });
  }

  /** The point that was pointed at. */
  pin(ctx) {
    const { accent, pane } = this.colours;
    ring(ctx, 9, pane, 5);
    ring(ctx, 9, accent, 3);
    ctx.fillStyle = accent;
    ctx.fillRect(-1.5, -1.5, 3, 3);
  }

  #shape(ctx, priority, over) {
    const colour = this.colours[`priority-${priority}`];
    const { 'ink-soft': soft, 'map-ground': ground, 'priority-rim': rim } = this.colours;
    const path = this.shapes[priority - 1];
    ctx.save();
    ctx.translate(-10, -10);
    ctx.lineJoin = 'round';
    ctx.lineWidth = over ? 1.5 : 3;
    ctx.strokeStyle = over ? soft : rim;
    ctx.fillStyle = over ? ground : colour;
    if (over) ctx.fill(path);
    ctx.stroke(path);
    if (!over) ctx.fill(path);
    ctx.restore();
    const colours = { colour: over ? soft : this.colours[`priority-${priority}-ink`] };
    text(ctx, String(priority), 0, priority === 2 ? 3 : 0.5, { ...colours, size: priority % 2 ? 12 : 11, weight: 700 });
  }
}

/** The radius in pixels of a bubble that stands for so many. */
export const clusterRadius = count => 13 + 2.5 * Math.floor(Math.log10(count));
