import { backoff, readFrames } from './live-rules.js';

/** chat-posta sends at least a comment every 15 s, so this much silence means that the hop is dead. */
const silenceLimit = 40_000;

/** A drained program needs a moment to be back: the first pause after `bye` is up to 4 s. */
const failuresAfterBye = 2;

/**
 * One stream of triggers: sees every byte, comes back by itself and resumes by id.
 * fetch, because EventSource hides comments and the status of an answer.
 */
export class LiveStream {
  #url;
  #tab;
  #turn = new AbortController();
  #failures = 0;
  #closed = false;

  /** `tab` has `lastId`, `receive(frame)`, `hop(state)` and `signedOut(hasEnded)`. */
  constructor(url, tab) {
    this.#url = url;
    this.#tab = tab;
  }

  /** Ends when the stream is closed, or the session is over. */
  async run() {
    while (!this.#closed) {
      this.#turn = new AbortController();
      await this.#follow(this.#turn);
      if (this.#closed) return;
      this.#tab.hop('connecting');
      await pause(backoff(this.#failures++), this.#turn.signal);
    }
  }

  reopen() {
    this.#failures = 0;
    this.#turn.abort();
  }

  close() {
    this.#closed = true;
    this.#turn.abort();
  }

  async #follow(turn) {
    const watchdog = new Watchdog(() => turn.abort());
    try {
      const answer = await this.#open(turn.signal);
      if (isSignedOut(answer)) return this.#end(answer.headers.has('Session-Ended'));
      if (answer.ok) await this.#read(answer.body, watchdog);
    } catch {
      // The network, the watchdog or reopen(): run() comes back.
    } finally {
      watchdog.stop();
    }
  }

  #open(signal) {
    const headers = { Accept: 'text/event-stream' };
    if (this.#tab.lastId) headers['Last-Event-ID'] = this.#tab.lastId;
    return fetch(this.#url, { headers, signal, cache: 'no-store', redirect: 'manual' });
  }

  async #read(body, watchdog) {
    this.#tab.hop('live');
    const reader = body.pipeThrough(new TextDecoderStream()).getReader();
    for (let text = ''; ;) {
      const { value, done } = await reader.read();
      if (done) return;
      watchdog.pat();
      const { frames, rest } = readFrames(text + value);
      text = rest;
      for (const frame of frames) this.#receive(frame);
    }
  }

  #receive(frame) {
    this.#failures = frame.event === 'bye' ? failuresAfterBye : 0;
    this.#tab.receive(frame);
  }

  #end(hasEnded) {
    this.#closed = true;
    this.#tab.signedOut(hasEnded);
  }
}

class Watchdog {
  #bark;
  #timer;

  constructor(bark) {
    this.#bark = bark;
    this.pat();
  }

  pat() {
    this.stop();
    this.#timer = setTimeout(this.#bark, silenceLimit);
  }

  stop() {
    clearTimeout(this.#timer);
  }
}

/** Without a session the answer is 401, or a redirect to the sign-in page. */
function isSignedOut(answer) {
  return answer.status === 401 || answer.type === 'opaqueredirect';
}

function pause(milliseconds, signal) {
  if (signal.aborted) return Promise.resolve();
  return new Promise(resolve => {
    setTimeout(resolve, milliseconds);
    signal.addEventListener('abort', resolve, { once: true });
  });
}
