// The page's own words and clock for what is pushed as codes and UTC times.

const words = JSON.parse(document.getElementById('words')?.textContent ?? '{}');
const zone = document.body.dataset.timezone;
const clock = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, timeStyle: 'medium' });
const date = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, day: 'numeric', month: 'numeric' });

/** What a code is called: word('state', 'on_scene'). */
export function word(kind, code) {
  const named = part => words[kind]?.[part] ?? part;
  return kind === 'audience' ? code.split('+').map(named).join(', ') : named(String(code ?? ''));
}

/** HH:MM:SS on the event's wall clock. */
export const time = iso => clock.format(new Date(iso));

/** When a line's matter occurred: with its day before it if it was written on another. */
export function when({ occurred_at: occurred, entered_at: entered }) {
  const day = date.format(new Date(occurred));
  return day === date.format(new Date(entered)) ? time(occurred) : `${day} ${time(occurred).slice(0, 5)}`;
}

/** What a line says, in words where it holds a code: a code first, and why after a blank. */
export function said({ kind, text }) {
  if (text === null) return '';
  const [, code, rest] = /^(\S*) ?(.*)$/s.exec(text);
  if (kind === 'unit') return `${code} ${word('unit_status', rest)}`;
  if (!['state', 'priority', 'audience'].includes(kind)) return text;
  const [, state, more] = kind === 'state' ? /^([^:]*):?(.*)$/.exec(code) : [null, code, ''];
  const how = /^\d/.test(more) ? time(more).slice(0, 5) : more && word('disposition', more);
  return [word(kind, state), how, rest].filter(Boolean).join(' · ');
}

/** How long ago, as 2:10, or from an hour on as 1h05. */
export function ago(since, now) {
  const seconds = Math.max(0, Math.floor((now - Date.parse(since)) / 1000));
  const pad = number => String(number).padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  return hours ? `${hours}h${pad(minutes)}` : `${minutes}:${pad(seconds % 60)}`;
}
