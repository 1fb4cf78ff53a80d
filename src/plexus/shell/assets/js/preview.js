// The side panel of a list: the record's own address, asked for its preview.
import { ask } from "./requests.js";

let shown = null;
const panel = () => document.getElementById("preview");

export function preview(row) {
  const url = new URL(row.dataset.url ?? row.querySelector("a").href, location.href);
  url.searchParams.set("preview", "1");
  ask("GET", url.pathname + url.search, { target: panel(), swap: "innerHTML" });
  for (const other of document.querySelectorAll("tr[aria-selected]")) other.removeAttribute("aria-selected");
  shown = row;
  if (row.matches("tr")) row.setAttribute("aria-selected", "true");
}

function close() {
  panel()?.replaceChildren();
  (shown?.matches("tr") ? shown : shown?.querySelector("a"))?.focus();
  for (const row of document.querySelectorAll("tr[aria-selected]")) row.removeAttribute("aria-selected");
}

document.addEventListener("click", (event) => { if (event.target.closest("[data-preview-close]")) close(); });
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && panel()?.hasChildNodes() && !document.querySelector("dialog[open], [data-editing]")) close();
});
