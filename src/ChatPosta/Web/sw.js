// The service worker, and the one thing that it does: where a page cannot be had, it shows the offline page.
// It keeps no page of a user, no part of one, no picture: only what ServiceWorker.cs names in `kept`, which stands before
// this text when it is served, and is the same for everybody.

addEventListener('install', event => event.waitUntil(keep()));
addEventListener('activate', event => event.waitUntil(takeOver()));
addEventListener('fetch', event => {
  const { request } = event;
  if (isPage(request)) event.respondWith(page(event));
  else if (kept.files.includes(new URL(request.url).pathname)) event.respondWith(file(request));
});

async function keep() {
  const cache = await caches.open(kept.name);
  await cache.addAll([kept.page, ...kept.files].map(path => new Request(path, { credentials: 'omit' })));
  await skipWaiting();
}

async function takeOver() {
  for (const name of await caches.keys()) if (name !== kept.name) await caches.delete(name);
  await registration.navigationPreload?.enable();
}

/** Links and addresses only: a form that is posted must not end at a page that says less than the truth, and a frame has none of ours. */
const isPage = ({ destination, method }) => destination === 'document' && method === 'GET' && 'navigationPreload' in registration;

/**
 * The browser itself asks for the page (navigation preload), with the Sec-Fetch headers of what the person did. Those of a
 * fetch from here would tell neither a page from a part, nor a link on another site from an attack, and the door would refuse.
 */
async function page({ preloadResponse, request }) {
  try {
    return await preloadResponse ?? await fetch(request);
  } catch {
    return await caches.match(kept.page) ?? Response.error();
  }
}

const file = async request => await caches.match(request) ?? fetch(request);
