// Dialogs: #dialog opens when something is loaded into it; HX-Trigger "close-dialog" closes it.
const dialog = () => document.getElementById("dialog");
let typed = false;

document.addEventListener("htmx:afterSwap", ({ detail }) => {
  const box = dialog();
  if (detail.target !== box || !box.hasChildNodes()) return;
  const fresh = !box.open;
  if (fresh) { typed = false; box.showModal(); }
  // Drawn again, a dialog keeps the focus where it was.
  else if (box.contains(document.activeElement)) return;
  (box.querySelector("[aria-invalid]") ?? box.querySelector("[autofocus]") ?? box.querySelector("input:not([type=hidden]), select, textarea"))?.focus();
});

document.addEventListener("close-dialog", () => dialog()?.close());

document.addEventListener("click", (event) => {
  const close = event.target.closest("[data-close]");
  if (close) close.closest("dialog").close();
  const opener = event.target.closest("[data-dialog-open]");
  if (opener) document.getElementById(opener.dataset.dialogOpen)?.showModal();
  if (event.target.closest("[data-keys-open]")) document.getElementById("keys")?.showModal();
  // A click beside a dialog closes it, unless something was typed into it.
  if (event.target.matches?.("dialog[open]") && !typed) event.target.close();
});

document.addEventListener("input", (event) => { if (event.target.closest("#dialog")) typed = true; });
document.addEventListener("close", (event) => { if (event.target === dialog()) { dialog().replaceChildren(); typed = false; } }, true);
