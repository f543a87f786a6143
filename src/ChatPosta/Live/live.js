import { decideThreadUpdated, describeConnection, heartbeatDue, parse } from './live-rules.js';
import { Again } from './live-again.js';
import { SharedStream } from './live-share.js';
import { clock } from './times.js';
import { announce, isLocked, lock, locksOn, onUnlock } from './lock.js';

export * from './live-rules.js';

const heartbeatCheck = 15_000;

/** What this page knows: where it is in the stream, and how its connection stands. */
class Tab {
  /** Where the stream stood when the page was rendered; without it the first thing to come is a resync. */
  lastId = document.body.dataset.liveId ?? '';
  link = { browser: 'connecting', browserSince: Date.now(), upstream: 'connecting', upstreamSince: Date.now() };

  /** What was asked for last to stand in the page, and does not yet: what is told meanwhile may be newer than it is. */
  #opening = null;
  #isToldMore = false;

  receive({ id, event, data }) {
    this.lastId = id;
    if (event === 'state') this.#upstream(parse(data));
    else this.#isToldMore ||= this.#opening !== null;
    if (event === 'thread-updated' && decideThreadUpdated(data, location.pathname) !== 'dispatch') return;
    dispatch(event, parse(data));
  }

  /** Another tab holds the stream and stands at `id`: if we do not, we missed something. */
  catchUp(id) {
    if (id === this.lastId) return;
    this.lastId = id;
    this.#isToldMore ||= this.#opening !== null;
    dispatch('resync', {});
  }

  opens(request) {
    this.#opening = request;
    request.addEventListener('loadend', () => request.status === 0 && this.opened(request));
  }

  opened(request) {
    if (this.#opening !== request) return;
    this.#opening = null;
    if (this.#isToldMore) dispatch('resync', {});
    this.#isToldMore = false;
  }

  hop(browser) {
    if (browser !== this.link.browser) this.show({ ...this.link, browser, browserSince: Date.now() });
  }

  show(link) {
    this.link = link;
    for (const line of document.querySelectorAll('[data-connection]')) {
      const { state, text } = describeConnection(link, time => clock.format(time), line.dataset);
      line.dataset.connection = state;
      line.replaceChildren(state === 'unlinked' ? linkAgain(text) : text);
    }
  }

  /** The session has ended by itself or from elsewhere, or its user has signed out in another tab. */
  signedOut(hasEnded) {
    if (hasEnded) lock();
    else location.assign('/login');
  }

  #upstream(state) {
    if (state) this.show({ ...this.link, upstream: state.upstream, upstreamSince: Date.parse(state.since) });
  }
}

function linkAgain(text) {
  const link = document.createElement('a');
  link.href = '/settings/server';
  link.textContent = text;
  return link;
}

function dispatch(event, detail) {
  document.body.dispatchEvent(new CustomEvent('posta:' + event, { detail }));
}

function keepSessionAwake() {
  let usedAt = Date.now();
  let beatAt = usedAt;
  for (const use of ['pointerdown', 'keydown', 'wheel', 'touchmove'])
    addEventListener(use, () => { usedAt = Date.now(); }, { passive: true, capture: true });

  setInterval(async () => {
    const now = Date.now();
    if (isLocked() || !heartbeatDue({ visible: !document.hidden, usedAt, beatAt, now })) return;
    beatAt = now;
    await fetch('/session/heartbeat', { method: 'POST' }).then(locksOn, () => {});
  }, heartbeatCheck);
}

/** The session ends before the next page is there: whatever was asked for meanwhile would only be refused. */
function standStillAtSignOut(stream) {
  let isLeaving = false;
  addEventListener('pageshow', () => { isLeaving = false; });
  addEventListener('submit', event => {
    if (!event.target.matches('form[action="/logout"]')) return;
    isLeaving = true;
    stream.leave();
  });
  document.addEventListener('htmx:beforeRequest', event => { if (isLeaving) event.preventDefault(); });
}

function start() {
  const tab = new Tab();
  const stream = new SharedStream(tab);
  addEventListener('pagehide', () => stream.leave());
  addEventListener('pageshow', event => { if (event.persisted) stream.join(); });
  standStillAtSignOut(stream);
  addEventListener('online', () => stream.refresh());
  document.addEventListener('visibilitychange', () => { if (!document.hidden) stream.refresh(); });
  new Again(() => dispatch('resync', {}));
  document.addEventListener('htmx:beforeRequest', ({ detail }) => detail.target.id === 'pane' && tab.opens(detail.xhr));
  document.addEventListener('htmx:afterSettle', ({ detail }) => {
    // htmx swaps the line away with the page's parts: say again what it said.
    tab.show(tab.link);
    // Only now does htmx know the new parts' triggers.
    tab.opened(detail.xhr);
  });
  onUnlock(() => {
    stream.leave();
    stream.join();
  });
  stream.join();
  announce();
  keepSessionAwake();
}

// Not before htmx has read the page, which waits for every script: what is told until then would reach nobody. A module may
// also be added later: then nothing fires any more, and it starts at once.
if (typeof document !== 'undefined') {
  if (document.readyState === 'complete') start();
  else document.addEventListener('htmx:load', start, { once: true });
}
