// The service worker: the page's own files, and a last picture of the pages that the server says may be kept, so that
// they open without contact. Pictures belong to one account at a time and go when somebody signs in or out.
const ASSETS = 'assets';
const PICTURES = 'pictures|';
const OFFLINE = '/offline';
const PATIENCE = 8000; // ms that a page is waited for when there is a picture of it
const AWAY = [502, 503, 504];
const GONE = [403, 404, 410];

self.addEventListener('install', event => event.waitUntil(keepOffline().then(() => self.skipWaiting())));
self.addEventListener('activate', event => event.waitUntil(self.clients.claim()));
self.addEventListener('message', event => event.waitUntil(keepAll(event.data).catch(() => {}))); // without contact: next time
self.addEventListener('fetch', event => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== location.origin) return;
  if (/^\/log(in|out)(\/|$)/.test(pathname)) event.waitUntil(forget());
  else if (request.method !== 'GET') return;
  else if (pathname.startsWith('/static/')) event.respondWith(asset(request));
  else if (request.mode === 'navigate') event.respondWith(page(event));
});

async function asset(request) {
  const cache = await caches.open(ASSETS);
  const kept = await cache.match(request);
  if (kept && request.url.includes('?v=')) return kept;
  try {
    const answer = await fetch(request);
    if (answer.ok) await put(cache, request.url, answer.clone());
    return answer;
  } catch {
    return kept ?? (await cache.match(request, { ignoreSearch: true })) ?? Response.error();
  }
}

async function put(cache, url, answer) {
  await cache.delete(url, { ignoreSearch: true });
  await cache.put(url, answer);
}

async function page(event) {
  const { request } = event;
  const kept = await picture(request.url);
  const asked = ask(event);
  event.waitUntil(asked.catch(() => {}));
  try {
    return await (kept ? Promise.race([asked, patience()]) : asked);
  } catch {
    return kept ?? (await caches.match(OFFLINE)) ?? Response.error();
  }
}

const patience = () => new Promise((_, reject) => { setTimeout(() => reject(new Error('slow')), PATIENCE); });

async function ask(event) {
  const answer = await fetch(event.request);
  if (AWAY.includes(answer.status)) throw new Error(answer.statusText);
  event.waitUntil(store(event.request.url, answer.clone()));
  return answer;
}

async function picture(url) {
  for (const name of await pictures()) {
    const kept = await (await caches.open(name)).match(url);
    if (kept) return kept;
  }
  return null;
}

const pictures = async () => (await caches.keys()).filter(name => name.startsWith(PICTURES));

/** Forget all pictures, or those of other accounts than one. */
async function forget(whose) {
  for (const name of await pictures()) if (name !== `${PICTURES}${whose}`) await caches.delete(name);
}

// The picture says when it is from, so that the page it becomes does not take that for now.
async function store(url, answer) {
  if (GONE.includes(answer.status)) {
    for (const name of await pictures()) await (await caches.open(name)).delete(url);
  }
  const whose = answer.headers.get('X-Kept-For');
  if (!whose || !answer.ok || answer.redirected || new URL(url).search) return;
  const moment = new Date(answer.headers.get('Date') ?? Date.now()).toISOString();
  const text = (await answer.text()).replace('<html ', `<html data-picture-from="${moment}" `);
  await forget(whose);
  const headers = { 'Content-Type': 'text/html; charset=utf-8', 'Content-Security-Policy': answer.headers.get('Content-Security-Policy') };
  await (await caches.open(`${PICTURES}${whose}`)).put(url, new Response(text, { headers }));
}

async function keepOffline() {
  const answer = await fetch(OFFLINE);
  if (!answer.ok) return;
  const files = [...(await answer.clone().text()).matchAll(/"(\/static\/[^"]+)"/g)].map(([, url]) => url);
  await put(await caches.open(ASSETS), OFFLINE, answer);
  await keepAssets(files);
}

async function keepAssets(urls) {
  const cache = await caches.open(ASSETS);
  await Promise.all(urls.map(async url => {
    if (await cache.match(url)) return;
    const answer = await fetch(url);
    if (answer.ok) await put(cache, url, answer);
  }));
}

// A page tells what it is made of, and itself when there is news in it.
async function keepAll({ assets, url }) {
  await keepAssets(assets);
  if (url) await store(url, await fetch(url));
}
