// What live updates decide, without a browser: pure functions, tested by table in a JS engine.

/** How near to its end, in CSS pixels, a thread still counts as "at the bottom". */
const bottomMargin = 96;
const firstPause = 1_000;
const longestPause = 30_000;
const minute = 60_000;

/** The peer whose thread a page shows, or '' on every other page. */
export function peerFromPath(pathname) {
  const segment = /^\/c\/([^/]+)\/?$/.exec(pathname)?.[1];
  if (!segment) return '';
  try {
    return decodeURIComponent(segment);
  } catch {
    return '';
  }
}

/** Whether `thread-updated` concerns the page at `path`; `data` is the frame's text. */
export function decideThreadUpdated(data, path) {
  const { peer } = parse(data) ?? {};
  if (typeof peer !== 'string' || peer === '') return 'skip-malformed';

  const shown = peerFromPath(path);
  if (shown === '') return 'skip-no-thread';
  return shown === peer ? 'dispatch' : 'skip-peer-mismatch';
}

/**
 * Where the thread's scroll position goes after its rows changed.
 * `cause` is what changed them: 'cold', 'resume', 'live' or 'older'.
 */
export function decideScroll({ cause, fromBottom = 0, hasUnread = false }) {
  switch (cause) {
    case 'cold':
    case 'resume': return hasUnread ? 'first-unread' : 'bottom';
    case 'live': return fromBottom <= bottomMargin ? 'bottom' : 'keep-and-count';
    default: return 'keep';
  }
}

/** Full jitter: anywhere below a ceiling that doubles, so that many tabs do not come back together. */
export function backoff(failures, random = Math.random) {
  return random() * Math.min(longestPause, firstPause * 2 ** failures);
}

/** Splits event-stream text into whole frames and the rest that waits for more. Comments are not frames. */
export function readFrames(text) {
  const blocks = text.split('\n\n');
  const rest = blocks.pop();
  return { frames: blocks.map(readFrame).filter(frame => frame.event), rest };
}

/** One minute between heartbeats, and only from a tab that is seen and was used within the last minute. */
export function heartbeatDue({ visible, usedAt, beatAt, now }) {
  return visible && now - usedAt < minute && now - beatAt >= minute;
}

/** The connection line: which hop is silent, and since when. `clock` prints an instant; `words` are those of the page. */
export function describeConnection({ browser, browserSince, upstream, upstreamSince }, clock, words) {
  const since = (text, time) => text.replace('{0}', clock(time));
  if (browser !== 'live')
    return { state: 'browser-' + browser, text: since(words.browser, browserSince) };

  switch (upstream) {
    case 'live': return { state: 'live', text: words.live };
    case 'unlinked': return { state: 'unlinked', text: words.unlinked };
    default: return { state: 'upstream-' + upstream, text: since(words.upstream, upstreamSince) };
  }
}

/** JSON text as a value, or null when it is none. */
export function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function readFrame(block) {
  const frame = { id: '', event: '', data: '' };
  for (const line of block.split('\n')) {
    const colon = line.indexOf(': ');
    if (colon > 0) frame[line.slice(0, colon)] = line.slice(colon + 2);
  }
  return frame;
}
