// A trigger comes once. A part that could not be fetched then is fetched later: when the way is there again, or after a pause.
import { backoff } from './live-rules.js';
import { isLocked } from './lock.js';

const isPart = ({ elt, requestConfig }) => requestConfig.verb === 'get' && elt.matches('#rows, #conversations, #queue');

export class Again {
  #fetch;
  #isMissing = false;
  #failures = 0;
  #timer = 0;

  /** `fetch` asks for every part anew. */
  constructor(fetch) {
    this.#fetch = fetch;
    for (const failure of ['htmx:sendError', 'htmx:responseError', 'htmx:timeout'])
      document.addEventListener(failure, ({ detail }) => isPart(detail) && this.#later());
    document.addEventListener('htmx:afterRequest', ({ detail }) => { if (isPart(detail) && detail.successful) this.#failures = 0; });
    document.body.addEventListener('posta:state', ({ detail }) => detail?.upstream === 'live' && this.#now());
  }

  #later() {
    this.#isMissing = true;
    // Behind the lock screen nothing is answered; the stream says when it is open again.
    if (!isLocked()) this.#timer ||= setTimeout(() => this.#now(), backoff(this.#failures++));
  }

  #now() {
    clearTimeout(this.#timer);
    this.#timer = 0;
    if (!this.#isMissing) return;
    this.#isMissing = false;
    this.#fetch();
  }
}
