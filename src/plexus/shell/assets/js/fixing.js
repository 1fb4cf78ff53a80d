// What a record lacks is a link that begins to edit the field: where it stands on the page or in the row, else in the form.
import { edit } from "./cells.js";

function place(link) {
  const home = link.closest("tr, [data-record]") ?? document;
  const names = [link.dataset.fix, link.dataset.at].filter(Boolean).map((name) => CSS.escape(name));
  return names.map((name) => home.querySelector(`[data-field="${name}"]`)).find(Boolean);
}

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-fix]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const row = link.closest("tr[data-url]");
  const found = place(link);
  if (found && found.getClientRects().length + (found.closest("details:not([open])") ? 1 : 0)) {
    event.preventDefault();
    event.stopPropagation();
    found.closest("details")?.setAttribute("open", "");
    found.scrollIntoView({ block: "nearest", inline: "nearest" });
    edit(found);
  } else if (row) {
    event.preventDefault();
    event.stopPropagation();
    location.assign(`${row.dataset.url}#fix-${link.dataset.fix}`);
  }
}, true);

// The address of a record may say which of its fields to begin with.
function begin() {
  const name = location.hash.match(/^#fix-(\w+)$/)?.[1];
  const link = name && document.querySelector(`.record a[data-fix="${CSS.escape(name)}"]`);
  if (!link) return;
  history.replaceState(null, "", location.pathname + location.search);
  link.click();
}
begin();

// What was open stays open when the record is drawn anew, for the next of its fields.
let open = false;
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (detail.target.id === "record") open = Boolean(detail.target.querySelector("details.complete[open]"));
});
document.addEventListener("htmx:afterSettle", () => {
  if (open) document.querySelector("#record details.complete")?.setAttribute("open", "");
  open = false;
});
