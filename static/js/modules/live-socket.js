// Keeps this screen in step with the event: the socket brings what is new, catching up by number brings what was missed.
// Every change is dispatched once, each feed in order, as `eventops:change` on document.
import { heard, lost, waiting } from './frame-connection.js';

const page = JSON.parse(document.getElementById('feeds').textContent);
const reached = new Map(Object.entries(page.feeds));
const seen = new Set();
const ENOUGH = 5000;
const CHECK = 60_000;
let catching = null;
let again = false;

// A change that takes something from one audience may give it to another under the same id: what it gives counts.
function tell(change) {
  if (seen.has(change.id)) return;
  if (!withdrawn(change)) seen.add(change.id);
  if (seen.size > ENOUGH) seen.delete(seen.values().next().value);
  document.dispatchEvent(new CustomEvent('eventops:change', { detail: change }));
}

const withdrawn = change => change.what.endsWith('.withdrawn');

function take(change) {
  reached.set(change.feed, change.seq);
  tell(change);
}

async function pull(feed) {
  const missed = [];
  for (let more = true; more;) {
    const query = new URLSearchParams({ feed, after: reached.get(feed), limit: 1000 });
    const answer = await fetch(`${page.changes}?${query}`);
    if (answer.status === 404) {
      reached.delete(feed);
      return missed;
    }
    if (!answer.ok) throw new Error(answer.statusText);
    const told = await answer.json();
    missed.push(...told.items);
    reached.set(feed, Math.max(reached.get(feed), told.upto));
    more = told.more;
  }
  return missed;
}

async function pullAll(feeds) {
  do {
    again = false;
    const missed = (await Promise.all(feeds.filter(feed => reached.has(feed)).map(pull))).flat();
    missed.sort((one, other) => withdrawn(other) - withdrawn(one));  // stable: first what is gone, then what is there
    for (const change of missed) tell({ ...change, missed: true });
    feeds = [...reached.keys()];
  } while (again);
}

/** Fetch what was missed on these feeds; whoever asks meanwhile makes it go round once more. */
function catchUp(feeds) {
  again = Boolean(catching);
  catching ??= pullAll(feeds).then(heard, lost).finally(() => { catching = null; });
  return catching;
}

const socket = window.io({ transports: ['websocket'], query: { event: page.event }, reconnectionDelayMax: 3000 });

socket.on('welcome', ({ feeds }) => {
  document.dispatchEvent(new Event('eventops:live'));
  const behind = Object.keys(feeds).filter(feed => reached.has(feed) && feeds[feed] > reached.get(feed));
  Object.keys(feeds).filter(feed => !reached.has(feed)).forEach(feed => reached.set(feed, feeds[feed]));
  if (behind.length) catchUp(behind);
  else heard();
});
socket.on('change', change => {
  if (catching) again = true;
  else if (change.seq === reached.get(change.feed) + 1) take(change);
  else if (reached.has(change.feed)) catchUp([change.feed]);
  heard();
});
socket.io.on('ping', heard);
socket.io.on('reconnect_attempt', waiting);
socket.on('connect_error', error => (error.message === 'refused' ? location.reload() : lost()));
socket.on('disconnect', reason => {
  lost();
  if (reason === 'io server disconnect') setTimeout(() => socket.connect(), 1000);
});

const check = () => socket.connected && socket.emit('standing');
document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && check());
window.addEventListener('online', () => (socket.connected ? check() : socket.connect()));
document.addEventListener('eventops:unlocked', check);
setInterval(check, CHECK);
