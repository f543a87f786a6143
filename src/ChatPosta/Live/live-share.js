import { LiveStream } from './live-stream.js';

/** The Web Lock that the stream's holder owns, and the channel it speaks on. */
const name = 'posta-live';

/** A holder that gives no answer for so long is frozen: take the stream from it. */
const answerLimit = 2_000;

/**
 * One tab holds the stream and tells the others, since HTTP/1.1 allows six connections per host for all tabs.
 * The lock decides who: when the holder dies, the browser grants it to the next tab in line, which resumes by id.
 * Without locks or channels each tab opens its own stream.
 */
export class SharedStream {
  #tab;
  #channel = null;
  #line = new AbortController();
  #stream = null;
  #question;

  /** `tab` has `lastId`, `link`, `receive(frame)`, `catchUp(id)`, `hop(state)`, `show(link)` and `signedOut(hasEnded)`. */
  constructor(tab) {
    this.#tab = tab;
  }

  join() {
    if (!navigator.locks || !window.BroadcastChannel) return void this.#hold();
    this.#channel = new BroadcastChannel(name);
    this.#channel.onmessage = ({ data }) => this.#hear(data);
    this.#standInLine();
    this.#ask();
  }

  /** Gives everything back: a page in the back-forward cache must hold neither lock nor connection. */
  leave() {
    clearTimeout(this.#question);
    this.#line.abort();
    this.#channel?.close();
    this.#channel = null;
    this.#drop();
  }

  /** Something may have been missed: read on from the last id, or compare it with the holder's. Who has left asks nobody. */
  refresh() {
    if (this.#stream) this.#stream.reopen();
    else if (this.#channel) this.#ask();
  }

  get lastId() {
    return this.#tab.lastId;
  }

  receive(frame) {
    this.#tab.receive(frame);
    this.#channel?.postMessage({ frame });
  }

  hop(state) {
    this.#tab.hop(state);
    this.#channel?.postMessage({ link: this.#tab.link });
  }

  signedOut(hasEnded) {
    this.#tab.signedOut(hasEnded);
  }

  #standInLine() {
    this.#line = new AbortController();
    this.#lock({ signal: this.#line.signal });
  }

  #steal() {
    this.#line.abort();
    this.#line = new AbortController();
    this.#lock({ steal: true });
  }

  /** The promise fails when another tab steals the lock from us: then we go back in line. */
  #lock(options) {
    const line = this.#line.signal;
    navigator.locks.request(name, options, () => this.#hold())
      .catch(() => {
        if (line.aborted) return;
        this.#drop();
        this.#standInLine();
      });
  }

  /**
   * The lock is held for as long as the stream runs. It asks for the triggers of every thread, not of one peer:
   * the tabs show different threads, and a tab changes its thread without a new page.
   */
  #hold() {
    clearTimeout(this.#question);
    this.#stream = new LiveStream('/events?peer=', this);
    return this.#stream.run();
  }

  #drop() {
    this.#stream?.close();
    this.#stream = null;
  }

  #hear({ question, here, frame, link }) {
    if (question) return this.#answer();
    if (this.#stream) return;
    clearTimeout(this.#question);
    if (link) this.#tab.show(link);
    if (frame) this.#tab.receive(frame);
    if (here !== undefined) this.#tab.catchUp(here);
  }

  #answer() {
    if (this.#stream) this.#channel.postMessage({ here: this.#tab.lastId, link: this.#tab.link });
  }

  #ask() {
    clearTimeout(this.#question);
    this.#question = setTimeout(() => this.#steal(), answerLimit);
    this.#channel?.postMessage({ question: true });
  }
}
