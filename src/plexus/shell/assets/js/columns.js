// Columns: show, hide, reorder, resize; what is chosen is posted and kept by the server.
import Sortable from "sortablejs";
import { ask } from "./requests.js";

const LEAST = 64;
const STEP = 16;

function widths() {
  return Object.fromEntries([...document.querySelectorAll("[data-list] col[data-column]")].map((col) => [col.dataset.column, col.width]));
}

function keep(form) {
  const order = [...form.querySelectorAll("[data-column]")].filter((item) => item.querySelector("input").checked).map((item) => item.dataset.column);
  ask("POST", form.dataset.columns, { values: { column: order } });
}

function keepWidths() {
  const url = document.querySelector("[data-list]").dataset.columnsUrl;
  if (url) ask("POST", url, { values: { widths: JSON.stringify(widths()) }, quiet: true });
}

function drag(grip, event) {
  const head = grip.closest("th");
  const col = document.querySelector(`[data-list] col[data-column="${head.dataset.column}"]`);
  const from = event.clientX;
  const width = head.getBoundingClientRect().width;
  const move = (moved) => { col.width = Math.max(LEAST, Math.round(width + moved.clientX - from)); };
  const stop = () => { grip.removeEventListener("pointermove", move); grip.removeAttribute("data-on"); keepWidths(); };
  grip.setPointerCapture(event.pointerId);
  grip.dataset.on = "";
  grip.addEventListener("pointermove", move);
  grip.addEventListener("pointerup", stop, { once: true });
}

function shift(event) {
  const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  const item = event.target.closest(".columns li");
  if (!by || !event.altKey || !item) return;
  event.preventDefault();
  if (by < 0) item.previousElementSibling?.before(item);
  else item.nextElementSibling?.after(item);
  event.target.focus();
  keep(item.closest("form"));
}

document.addEventListener("pointerdown", (event) => { const grip = event.target.closest("[data-grip]"); if (grip) drag(grip, event); });
function find(box) {
  const wanted = box.value.trim().toLowerCase();
  for (const item of box.form.querySelectorAll(".columns li")) item.hidden = !item.textContent.toLowerCase().includes(wanted);
}

document.addEventListener("input", (event) => { if ("columnsFind" in event.target.dataset) find(event.target); });
document.addEventListener("keydown", (event) => { if (event.key === "Enter" && "columnsFind" in event.target.dataset) event.preventDefault(); });
document.addEventListener("keydown", shift);
document.addEventListener("change", (event) => { const form = event.target.closest("form[data-columns]"); if (form && event.target.type === "checkbox") keep(form); });
document.addEventListener("dblclick", (event) => {
  const head = event.target.closest("[data-grip]")?.closest("th");
  if (!head) return;
  const cells = [...document.querySelectorAll(`[data-list] tr > :nth-child(${head.cellIndex + 1})`)];
  document.querySelector(`[data-list] col[data-column="${head.dataset.column}"]`).width = Math.max(LEAST, ...cells.map((cell) => cell.scrollWidth)) + STEP;
  keepWidths();
});
for (const list of document.querySelectorAll(".columns")) Sortable.create(list, { handle: ".handle", animation: 120, onEnd: () => keep(list.closest("form")) });
