import "./passkey-gate.js";
import { keepsTyped } from "./kept-form.js";

document.querySelectorAll("form[data-kept]").forEach(keepsTyped);
