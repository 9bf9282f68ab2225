// Lists the pages that open without contact, by what they are called.

const shown = document.querySelector('[data-kept-pages]');
const list = shown.querySelector('[data-kept-list]');

for (const name of (await caches.keys()).filter(each => each.startsWith('pictures|'))) {
  const cache = await caches.open(name);
  for (const request of await cache.keys()) {
    const page = new DOMParser().parseFromString(await (await cache.match(request)).text(), 'text/html');
    const link = document.createElement('a');
    link.href = request.url;
    link.textContent = `${page.title} · ${new URL(request.url).pathname}`;
    list.append(document.createElement('li'));
    list.lastElementChild.append(link);
    shown.hidden = false;
  }
}
