// Times on the pages of settings, in the reader's zone.
import { localise } from "./times.js";

localise(document);
