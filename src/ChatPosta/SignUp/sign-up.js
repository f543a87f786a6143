import { keepsTyped } from "./kept-form.js";

const page = document.getElementById("register");

/** The code stands in the fragment, so that no server log ever holds it; the address is cleared before anything else. */
function takeInvite() {
  const code = new URLSearchParams(location.hash.slice(1)).get("code");
  if (code === null && page.dataset.state !== "opening") return;
  history.replaceState(null, "", location.pathname);
  const form = document.createElement("form");
  form.method = "post";
  form.action = "/register/invite";
  const field = document.createElement("input");
  field.type = "hidden";
  field.name = "code";
  field.value = code ?? "";
  form.append(field);
  document.body.append(form);
  form.submit();
}

takeInvite();
page.querySelectorAll("form[data-kept]").forEach(keepsTyped);
page.querySelector("#pairing")?.focus();
addEventListener("hashchange", takeInvite);
