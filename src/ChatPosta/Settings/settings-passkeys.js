// After a removal, a word to the browser, so that it offers the removed passkey no more.

import { keepOnly } from "./passkeys.js";

const known = document.querySelector("[data-known]");
if (known) keepOnly(known.dataset.rpId, known.dataset.user, known.dataset.known.split(" "));
