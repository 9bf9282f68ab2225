// Priority 1 holds its glow, is counted above and sounds until somebody acknowledges it; unheeded, it grows louder.
import { serverNow } from './frame-clock.js';
import { ago } from './live-words.js';

const STORE = 'alarm-sound';
const EVERY = 10_000;
const shown = document.querySelector('[data-priority-count]');
const button = document.querySelector('[data-sound]');
const open = document.querySelector('[data-live-incidents]');
const onCover = document.querySelector('[data-lock-alarm]'); // a locked screen says that there is one, and no more
let sounded = 0;
let speaker = null;

const unseen = () => [...open.querySelectorAll('[data-unseen]')];
const on = () => localStorage.getItem(STORE) !== 'off';

function beep(loud) {
  speaker ??= new AudioContext();
  const [tone, volume] = [speaker.createOscillator(), speaker.createGain()];
  tone.frequency.value = loud ? 990 : 740;
  volume.gain.value = loud ? 0.4 : 0.15;
  tone.connect(volume).connect(speaker.destination);
  tone.start();
  tone.stop(speaker.currentTime + (loud ? 0.5 : 0.25));
}

/** Sound, unless it is off or sounded a moment ago; loud when it cannot wait. */
export function sound(loud) {
  if (!button || !on() || Date.now() - sounded < EVERY) return;
  sounded = Date.now();
  try {
    beep(loud);
  } catch {
    speaker = null; // a browser that has not been touched yet keeps quiet; the colour and the words stand
  }
}

function look() {
  const now = serverNow();
  const waiting = unseen();
  const oldest = Math.min(...waiting.map(row => Date.parse(row.dataset.unseen)));
  if (onCover) onCover.hidden = !waiting.length;
  const escalated = now - oldest > Number(shown.dataset.escalates) * 1000;
  shown.classList.toggle('live-prio1--unseen', waiting.length > 0);
  if (waiting.length) {
    shown.hidden = false;
    const text = shown.dataset.unseenText.replace('{}', waiting.length);
    shown.textContent = escalated ? `${text} · ${ago(new Date(oldest).toISOString(), now)}` : text;
    sound(escalated);
  } else if (shown.textContent.startsWith(shown.dataset.unseenText.split('{}')[0])) {
    const ones = open.querySelectorAll('[data-priority-now="1"]').length;
    shown.hidden = !ones;
    shown.textContent = shown.dataset.countText.replace('{}', ones);
  }
  for (const row of open.querySelectorAll('[data-review-at]')) {
    row.classList.toggle('incident-row--late', Boolean(row.dataset.reviewAt) && Date.parse(row.dataset.reviewAt) <= now);
  }
}

button?.setAttribute('aria-pressed', String(on()));
button?.addEventListener('click', () => {
  localStorage.setItem(STORE, on() ? 'off' : 'on');
  button.setAttribute('aria-pressed', String(on()));
  if (on()) beep(false);
});
setInterval(look, 1000);
look();
