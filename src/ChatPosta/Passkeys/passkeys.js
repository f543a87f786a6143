// The browser's half of a passkey ceremony. The PRF output never leaves this file: what is posted is a key derived
// from it for this site, and the credential goes out with its extension results emptied.

const label = "chat-posta unlock v1 ";

export const isSupported = () => typeof window.PublicKeyCredential === "function" && !!navigator.credentials;

export async function create(options) {
  const credential = await navigator.credentials.create({ publicKey: creationOptions(options) });
  const answer = await answerOf(credential, options.rp.id);
  answer.prfEnabled = credential.getClientExtensionResults().prf?.enabled === true;
  return answer;
}

/** `how`: mediation and signal, where the browser's list of passkeys waits to be used. */
export async function get(options, how = {}) {
  const credential = await navigator.credentials.get({ publicKey: requestOptions(options), ...how });
  return answerOf(credential, options.rpId);
}

/** Tells the authenticator to drop a passkey that no account knows, where the browser can. */
export async function forget(rpId, credentialId) {
  try {
    await window.PublicKeyCredential?.signalUnknownCredential?.({ rpId, credentialId });
  } catch {
    // It is a courtesy: an old entry in a list of passkeys is the worst that remains.
  }
}

/** Tells the browser which passkeys the account still has; what else it keeps of that user it may hide. */
export async function keepOnly(rpId, userId, allAcceptedCredentialIds) {
  try {
    await window.PublicKeyCredential?.signalAllAcceptedCredentials?.({ rpId, userId, allAcceptedCredentialIds });
  } catch {
    // As above.
  }
}

/** In the person's words, which stand in the page (PasskeyWords.razor). */
export const word = (name) => document.getElementById("passkey-words").dataset[name];

/** Why navigator.credentials threw. */
export function explain(error) {
  switch (error?.name) {
    case "NotAllowedError":
    case "AbortError":
      return word("cancelled");
    case "InvalidStateError":
      return word("held");
    case "SecurityError":
      return word("address");
    case "NotSupportedError":
      return word("kind");
    default:
      return word("failed");
  }
}

/** Posts JSON; answers the parsed body. A refusal throws an Error with the server's words. */
export async function post(url, body) {
  let response;
  try {
    response = await fetch(url, {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json" },
      body: JSON.stringify(body ?? {}),
    });
  } catch {
    throw Object.assign(new Error(word("unreachable")), { answered: false });
  }
  const isJson = response.headers.get("Content-Type")?.startsWith("application/json");
  const answer = isJson ? await response.json() : {};
  if (response.ok) return answer;
  throw Object.assign(new Error(answer.error ?? word("later")), {
    answered: true,
    forget: answer.forget === true,
  });
}

async function answerOf(credential, rpId) {
  const prf = credential.getClientExtensionResults().prf?.results?.first;
  const json = toJson(credential);
  json.clientExtensionResults = {};
  return { credential: json, unlockKey: prf ? await unlockKey(prf, rpId) : null };
}

/** tests/vectors/keys.json holds it still. */
export async function unlockKey(prf, rpId) {
  const material = await crypto.subtle.importKey("raw", prf, "HKDF", false, ["deriveBits"]);
  const info = new TextEncoder().encode(label + rpId);
  const bits = await crypto.subtle.deriveBits({ name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info }, material, 256);
  return base64Url(bits);
}

// Some browsers and password managers lack the JSON forms of WebAuthn Level 3, so each has a short stand-in.

function creationOptions(json) {
  if (PublicKeyCredential.parseCreationOptionsFromJSON) return PublicKeyCredential.parseCreationOptionsFromJSON(json);
  return {
    ...json,
    challenge: bytes(json.challenge),
    user: { ...json.user, id: bytes(json.user.id) },
    excludeCredentials: (json.excludeCredentials ?? []).map(descriptor),
    extensions: extensions(json.extensions),
  };
}

function requestOptions(json) {
  if (PublicKeyCredential.parseRequestOptionsFromJSON) return PublicKeyCredential.parseRequestOptionsFromJSON(json);
  return {
    ...json,
    challenge: bytes(json.challenge),
    allowCredentials: (json.allowCredentials ?? []).map(descriptor),
    extensions: extensions(json.extensions),
  };
}

const descriptor = (it) => ({ ...it, id: bytes(it.id) });

const extensions = (it) => (it?.prf ? { ...it, prf: { eval: { first: bytes(it.prf.eval.first) } } } : it);

function toJson(credential) {
  if (credential.toJSON) return credential.toJSON();
  const { response } = credential;
  const fields = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];
  const encoded = fields.filter((name) => response[name]).map((name) => [name, base64Url(response[name])]);
  return {
    id: credential.id,
    rawId: base64Url(credential.rawId),
    type: credential.type,
    response: { ...Object.fromEntries(encoded), transports: response.getTransports?.() ?? undefined },
  };
}

function bytes(text) {
  const padded = text.replaceAll("-", "+").replaceAll("_", "/").padEnd(Math.ceil(text.length / 4) * 4, "=");
  return Uint8Array.from(atob(padded), (char) => char.charCodeAt(0));
}

function base64Url(buffer) {
  const text = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
