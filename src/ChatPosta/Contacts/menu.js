// Closes an open menu when one presses elsewhere or Escape; without this it stays open until it is pressed again.

const open = () => document.querySelector("details[data-menu][open]");

document.addEventListener("click", ({ target }) => {
  const menu = open();
  // What a press has swapped away is nowhere any more: it was in the menu.
  if (menu && target.isConnected && !menu.contains(target)) menu.open = false;
});
document.addEventListener("keydown", ({ key }) => {
  const menu = open();
  if (key !== "Escape" || !menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});
