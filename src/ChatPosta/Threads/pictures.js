// A picture that cannot be shown: an avatar leaves its initials, a message's picture becomes a word and its caption.

function broken(picture) {
  if (picture.classList.contains("avatar__picture")) return picture.remove();
  const placeholder = document.createElement("span");
  placeholder.className = "image__broken";
  placeholder.textContent = `This picture can’t be shown: ${picture.alt}`;
  picture.replaceWith(placeholder);
}

const isBroken = (picture) => picture.complete && picture.naturalWidth === 0 && picture.currentSrc !== "";

/** Errors do not bubble, but they are caught on their way down. */
document.addEventListener("error", ({ target }) => {
  if (target instanceof HTMLImageElement && "picture" in target.dataset) broken(target);
}, true);

// Those that failed before this script was there.
for (const picture of document.querySelectorAll("img[data-picture]")) {
  if (isBroken(picture) && picture.loading !== "lazy") broken(picture);
}
