// Edit in the cell: double click or "e"; Enter saves, Esc takes back, Tab saves and goes on. What has several lines or
// several values opens below the cell: there Ctrl+Enter saves, and Tab goes from one of its parts to the next first.
// GET of the cell's address answers the control; POST answers the new cell, or 422 with the control and its error.
import { ask } from "./requests.js";

const before = new WeakMap();

function address(cell) {
  const home = cell.closest("[data-cell-url]");
  const id = cell.closest("[data-id]")?.dataset.id ?? "";
  return home.dataset.cellUrl.replace("__id__", id).replace("__field__", cell.dataset.field);
}

// What bears the version: the row of a list, or the record whose facts these are.
const versioned = (cell) => cell.closest("tr") ?? cell.closest("[data-version]");

const PARTS = "input:not([type=hidden]), select, textarea:not([hidden]), [contenteditable]";
const parts = (cell) => [...cell.querySelectorAll(PARTS)];
const control = (cell) => cell.querySelector(PARTS);
const ANSWERS = "[data-restores], [data-mine], [data-keeps]";

// What the controls hold by name; several values as a list, none of them as an empty one.
function typedIn(cell) {
  const values = {};
  for (const part of cell.querySelectorAll("[name]")) {
    if (!part.closest(".ticks, [data-many]")) values[part.name] = part.type === "checkbox" ? String(part.checked) : part.value;
    else (values[part.name] ??= []).push(...(part.type === "checkbox" && !part.checked ? [] : [part.value]));
  }
  return values;
}

function start(cell) {
  const field = control(cell);
  if (!field) return;
  cell.dataset.first = JSON.stringify(typedIn(cell));
  field.focus();
  field.select?.();
  show(cell);
}

// What opens below the last row of a list is scrolled into sight.
const show = (cell) => cell.querySelector(".cell-panel")?.scrollIntoView({ block: "nearest" });

export async function edit(cell) {
  if (!cell || "editing" in cell.dataset || !cell.closest("[data-cell-url]")?.dataset.cellUrl) return;
  before.set(cell, [...cell.childNodes]);
  cell.dataset.editing = "";
  const answer = await ask("GET", address(cell), { target: cell, swap: "innerHTML" });
  if (answer.ok) start(cell);
  else cancel(cell);
}

// Who takes back what was typed sees what somebody else saved there meanwhile.
function cancel(cell) {
  const theirs = cell.querySelector("[data-theirs]");
  delete cell.dataset.editing;
  if (theirs) versioned(cell).dataset.version = theirs.dataset.theirs;
  cell.replaceChildren(...(theirs ? theirs.content.childNodes : before.get(cell)));
  (cell.closest("tr") ?? cell).focus();
}

async function save(cell, onward, also = {}) {
  if ("saving" in cell.dataset) return;
  const next = onward && neighbour(cell, onward);
  const typed = typedIn(cell);
  if (JSON.stringify(typed) === cell.dataset.first && !cell.querySelector(".error")) {
    cancel(cell);
    if (next) edit(next);
    return;
  }
  cell.dataset.saving = "";
  const row = cell.closest("tr");
  const values = { version: versioned(cell)?.dataset.version ?? "", ...(row ? {} : { "as-fact": "1" }), ...typed, ...also };
  const answer = await ask("POST", address(cell), { values, target: cell, swap: "outerHTML" });
  delete cell.dataset.saving;
  if (!answer.ok) control(cell)?.focus();
  else if (next) edit(next);
  else row?.focus();
}

function neighbour(cell, by) {
  const all = [...cell.closest("[data-cell-url]").querySelectorAll("[data-field]")];
  return all[all.indexOf(cell) + by];
}

// A refused value comes back as the control with its error: it goes into the cell, the cell stays.
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (detail.xhr.status === 422 && "editing" in detail.target.dataset) detail.swapOverride = "innerHTML";
});
document.addEventListener("htmx:afterSwap", ({ detail }) => {
  if (detail.xhr.status === 422 && "editing" in (detail.target.dataset ?? {})) { control(detail.target)?.focus(); show(detail.target); }
});

// Whether Tab has a part of the same control to go to.
function within(cell, event) {
  const all = [...parts(cell), ...cell.querySelectorAll(ANSWERS)];
  return all.indexOf(event.target) >= 0 && Boolean(all[all.indexOf(event.target) + (event.shiftKey ? -1 : 1)]);
}

// A record that went into the trash meanwhile comes back with what was typed; of two values one is chosen.
document.addEventListener("click", ({ target }) => {
  const cell = target.closest("[data-editing]");
  if (target.closest("[data-restores]")) save(cell, 0, { restore: "1" });
  if (target.closest("[data-mine]")) save(cell);
  if (target.closest("[data-keeps]")) cancel(cell);
});
document.addEventListener("dblclick", (event) => edit(event.target.closest("[data-field]")));
document.addEventListener("keydown", (event) => {
  const cell = event.target.closest?.("[data-editing]");
  if (!cell) {
    if ((event.key === "Enter" || event.key === "e") && event.target.matches?.("dd[data-field]")) { event.preventDefault(); edit(event.target); }
    return;
  }
  if (event.isComposing || event.target.matches("[role=combobox][aria-expanded=true]") && event.key !== "Tab") return;
  if (event.key === "Tab" && within(cell, event)) return;
  if (event.key === "Escape") { event.stopPropagation(); cancel(cell); }
  else if (event.key === "Enter" && event.target.matches(ANSWERS)) return;
  else if (event.key === "Enter" && !(event.target.matches("textarea, [contenteditable]") && !event.ctrlKey)) { event.preventDefault(); save(cell); }
  else if (event.key === "Tab") { event.preventDefault(); save(cell, event.shiftKey ? -1 : 1); }
}, true);
// A file that was chosen or let go of is all that such a cell waits for.
document.addEventListener("filed", (event) => {
  const cell = event.target.closest("[data-editing]");
  if (cell) save(cell);
});
document.addEventListener("focusout", (event) => {
  const cell = event.target.closest?.("[data-editing]");
  if (cell && event.relatedTarget && !cell.contains(event.relatedTarget) && !cell.querySelector(".error")) save(cell);
});

// What was saved has a new version; what is calculated from it, a new value.
document.addEventListener("saved", ({ detail }) => {
  const record = document.querySelector(`#record[data-cell-url*="${detail.id}"]`);
  if (record) record.dataset.version = detail.version;
  const row = document.querySelector(`tr[data-id="${detail.id}"]`);
  if (!row) return;
  row.dataset.version = detail.version;
  for (const [name, html] of Object.entries(detail.calculated ?? {})) {
    const cell = row.querySelector(`td[data-calculated="${name}"]`);
    if (cell) cell.innerHTML = html;
  }
});
