// Printing is for scripts alone; the style sheet leaves only the code on the paper.

for (const button of document.querySelectorAll('[data-action="print"]')) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
