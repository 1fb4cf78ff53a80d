// The API reference: find an operation by typing; headings without a match are hidden.
const box = document.querySelector("[data-docs-find]");

function find() {
  const asked = box.value.trim().toLowerCase();
  for (const item of document.querySelectorAll("[data-docs-item]")) item.hidden = !item.textContent.toLowerCase().includes(asked);
  for (const group of document.querySelectorAll("[data-docs-group]")) group.hidden = !group.querySelector("[data-docs-item]:not([hidden])");
}

box?.addEventListener("input", find);
