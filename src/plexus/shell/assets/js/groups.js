// Groups of rows: a head opens and folds its rows; a folded group brings them when it is opened first.
function toggle(button) {
  const rows = document.getElementById(button.getAttribute("aria-controls"));
  const open = button.getAttribute("aria-expanded") !== "true";
  button.setAttribute("aria-expanded", open);
  rows.hidden = !open;
  if (open && !rows.querySelector("tr[data-id]")) rows.querySelector("[data-more]")?.click();
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-group]");
  if (button) toggle(button);
});
