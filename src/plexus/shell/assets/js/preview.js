// The side panel of a list: the record's own address, asked for its preview.
import { ask } from "./requests.js";

const panel = () => document.getElementById("preview");

export function preview(row) {
  const url = new URL(row.dataset.url, location.href);
  url.searchParams.set("preview", "1");
  ask("GET", url.pathname + url.search, { target: panel(), swap: "innerHTML" });
  for (const other of document.querySelectorAll("tr[aria-selected]")) other.removeAttribute("aria-selected");
  row.setAttribute("aria-selected", "true");
}

function close() {
  panel()?.replaceChildren();
  document.querySelector("tr[aria-selected]")?.focus();
  for (const row of document.querySelectorAll("tr[aria-selected]")) row.removeAttribute("aria-selected");
}

document.addEventListener("click", (event) => { if (event.target.closest("[data-preview-close]")) close(); });
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && panel()?.hasChildNodes() && !document.querySelector("dialog[open], [data-editing]")) close();
});
