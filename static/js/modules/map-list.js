// The list beside the map: what is in view, most urgent first; choosing a row chooses its marker, and the reverse.

const MOST = 100;
const fill = (words, ...values) => values.reduce((said, value, i) => said.replace(`{${i}}`, value), words);

/** Write an incident into a row or a card by its data attributes. */
export function draw(element, incident, words) {
  const write = (name, value) => {
    const target = element.querySelector(`[data-${name}]`);
    if (target) target.textContent = value;
  };
  const { number, title, priority, state, category, sector, at } = incident;
  write('number-sign', `#${number}`);
  write('title', title || words.erased);
  write('category', words.category[category] ?? category);
  write('sector', sector ?? '');
  write('time', words.when(at));
  write('number', priority);
  write('word', words.state[state]);
  element.querySelector('[data-field="priority"]').dataset.priority = priority;
  const badge = element.querySelector('[data-field="state"]');
  badge.dataset.state = state;
  const icon = badge.querySelector('use');
  icon.setAttribute('href', icon.getAttribute('href').replace(/#.*/, `#state-${state}`));
}

export class List {
  /** `choose` is called with a number when a row is chosen. */
  constructor(side, words, choose) {
    Object.assign(this, { side, words, choose, row: side.querySelector('[data-row]') });
    side.addEventListener('click', event => {
      const row = event.target.closest('[data-incident-number]');
      if (row) choose(Number(row.dataset.incidentNumber));
    });
    document.addEventListener('keydown', event => this.#step(event));
  }

  /** Show what is in view, or what stands at one point. */
  show({ first, count, total, point }) {
    const heading = this.#part('heading');
    heading.textContent = fill(point ? heading.dataset.textPoint : heading.dataset.textView, count, total);
    this.side.querySelector('[data-do="view"]').hidden = !point;
    this.#fill(this.#part('list'), first.slice(0, MOST));
    this.#part('empty').hidden = count > 0;
    const more = this.#part('more');
    more.hidden = count <= MOST;
    more.textContent = fill(more.dataset.text, count - MOST);
  }

  /** Show those without a point. */
  showUnplaced(incidents) {
    const part = this.#part('unplaced');
    const summary = part.querySelector('summary');
    part.hidden = !incidents.length;
    summary.textContent = fill(summary.dataset.text, incidents.length);
    this.#fill(this.#part('list-unplaced'), incidents.slice(0, MOST));
  }

  /** Mark the chosen one's row and bring it into sight. */
  mark(number) {
    for (const row of this.side.querySelectorAll('[data-incident-number]')) {
      const chosen = row.dataset.incidentNumber === String(number);
      if (chosen) row.firstElementChild.setAttribute('aria-current', 'true');
      else row.firstElementChild.removeAttribute('aria-current');
      if (chosen) row.scrollIntoView({ block: 'nearest' });
    }
  }

  #fill(list, incidents) {
    const focused = list.contains(document.activeElement) ? document.activeElement.parentElement.dataset.incidentNumber : null;
    list.replaceChildren(...incidents.map(incident => this.#drawn(incident)));
    list.querySelector(`[data-incident-number="${focused}"]`)?.firstElementChild.focus({ preventScroll: true });
  }

  #drawn(incident) {
    const row = this.row.content.firstElementChild.cloneNode(true);
    row.dataset.incidentNumber = incident.number;
    draw(row, incident, this.words);
    return row;
  }

  #part(name) {
    return this.side.querySelector(`[data-${name}]`);
  }

  /** j and k, or the arrows inside the list, go from row to row. */
  #step(event) {
    const inList = event.target.closest?.('.map-row__choose');
    const by = { j: 1, k: -1, ...(inList && { ArrowDown: 1, ArrowUp: -1 }) }[event.key];
    const busy = event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.('input, select, textarea, dialog');
    if (!by || busy || localStorage.getItem('single-keys') === 'off') return;
    const rows = [...this.side.querySelectorAll('.map-row__choose')].filter(row => row.checkVisibility());
    const at = rows.findIndex(row => row === inList || row.hasAttribute('aria-current'));
    const next = rows[Math.max(0, at + by)];
    if (!next) return;
    event.preventDefault();
    next.focus();
    next.click();
  }
}
