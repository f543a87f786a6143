// A picture that cannot be shown: one beside words that say the same, such as an avatar, goes; a message's picture becomes
// a word and its caption.

function broken(picture) {
  if (picture.alt === "") return picture.remove();
  const placeholder = document.createElement("span");
  placeholder.className = "image__broken";
  placeholder.textContent = picture.dataset.picture;
  picture.replaceWith(placeholder);
}

/** Errors do not bubble, but they are caught on their way down. */
document.addEventListener("error", ({ target }) => {
  if (target instanceof HTMLImageElement && "picture" in target.dataset) broken(target);
}, true);

// One that failed before this script was there is asked for again. For one that was not wanted yet that changes nothing.
for (const picture of document.querySelectorAll("img[data-picture]")) {
  if (picture.complete && picture.naturalWidth === 0) picture.src = picture.getAttribute("src");
}
