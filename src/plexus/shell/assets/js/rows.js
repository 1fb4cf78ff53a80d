// Keys of a list: j k or arrows, enter, p or space, e x and ?; p also on cards and in calendars.
import { isTyping } from "./keyboard.js";
import { edit } from "./cells.js";
import { preview } from "./preview.js";

const rows = () => [...document.querySelectorAll("[data-list] tbody:not([hidden]) tr[data-id]")];
const current = () => document.activeElement?.closest("[data-list] tbody tr[data-id]") ?? document.querySelector("[data-list] tr[data-current]");

function go(by) {
  const all = rows();
  const here = all.indexOf(current());
  const next = all[Math.min(all.length - 1, Math.max(0, here + by))];
  for (const row of all) row.toggleAttribute("data-current", row === next);
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
  if (document.getElementById("preview")?.hasChildNodes() && next) preview(next);
}

const commands = {
  j: () => go(1),
  k: () => go(-1),
  ArrowDown: () => go(1),
  ArrowUp: () => go(-1),
  " ": (row) => preview(row),
  Enter: (row) => location.assign(row.dataset.url),
  p: (row) => preview(row),
  e: (row) => edit(row.querySelector("[data-field]")),
  x: (row) => row.querySelector(".pick")?.click(),
};

document.addEventListener("keydown", (event) => {
  if (isTyping(event)) return;
  if (event.key === "?") { document.getElementById("keys")?.showModal(); return; }
  if (event.key === "/" && document.querySelector("[data-palette]")) { event.preventDefault(); document.querySelector("[data-palette]").click(); return; }
  const card = event.target.closest?.("[data-card], [data-entry]");
  if (event.key === "p" && card && document.getElementById("preview")) { event.preventDefault(); preview(card); return; }
  const command = commands[event.key];
  if (!command || !document.querySelector("[data-list]")) return;
  if (/^(Enter| |Arrow)/.test(event.key) && event.target.closest("a, button, input, [role=menu]")) return;
  // The arrows scroll the list until somebody stands on a row.
  if (/^( |Arrow)/.test(event.key) && !event.target.closest("tr[data-id]")) return;
  const row = current();
  if (!row && !"jk".includes(event.key)) return;
  event.preventDefault();
  command(row);
});

document.addEventListener("click", (event) => {
  const row = event.target.closest("[data-list] tbody tr[data-id]");
  if (!row || event.target.closest("a, button, input, label, [data-editing]") || getSelection().toString()) return;
  if (matchMedia("(max-width: 720px)").matches) location.assign(row.dataset.url);
  else { for (const other of rows()) other.toggleAttribute("data-current", other === row); row.focus({ preventScroll: true }); }
});
