// Select many; the bar offers what can be done with them, and all that match.
import htmx from "htmx.org";
import { ask } from "./requests.js";
import { word } from "./words.js";

const bar = () => document.querySelector("[data-bulk]");
const picks = () => [...document.querySelectorAll("[data-list] .pick")];
const chosen = () => picks().filter((box) => box.checked);
let all = false;
let last = null;

function show() {
  const box = bar();
  if (!box) return;
  const count = chosen().length;
  const { total } = box.dataset;
  if (!count) all = false;
  box.hidden = !count;
  box.querySelector("[data-bulk-count]").textContent = all ? word("all-selected", { total }) : word("selected", { count });
  const button = box.querySelector("[data-bulk-all]");
  button.hidden = all || count < picks().length && String(count) === total;
  button.setAttribute("aria-pressed", all);
  const head = document.querySelector("[data-pick-all]");
  if (head) { head.checked = count > 0 && count === picks().length; head.indeterminate = count > 0 && !head.checked; }
}

function clear() {
  for (const box of picks()) box.checked = false;
  all = false;
  show();
}

function values() {
  return all ? { all: "1", query: bar().dataset.query } : { id: chosen().map((box) => box.value) };
}

async function act(button) {
  if ("bulkDialog" in button.dataset) {
    htmx.ajax("GET", button.dataset.bulkUrl, { target: "#dialog", swap: "innerHTML", values: values() });
    return;
  }
  button.disabled = true;
  const answer = await ask("POST", button.dataset.bulkUrl, { values: values() });
  button.disabled = false;
  if (answer.ok) clear();
}

document.addEventListener("click", (event) => {
  const box = event.target.closest(".pick");
  if (box) {
    const boxes = picks();
    if (event.shiftKey && last) {
      const [from, to] = [boxes.indexOf(last), boxes.indexOf(box)].sort((a, b) => a - b);
      for (const other of boxes.slice(from, to + 1)) other.checked = box.checked;
    }
    last = box;
    all = false;
    show();
  }
  const head = event.target.closest("[data-pick-all]");
  if (head) { for (const other of picks()) other.checked = head.checked; all = false; show(); }
  if (event.target.closest("[data-bulk-all]")) { for (const other of picks()) other.checked = true; all = true; show(); }
  if (event.target.closest("[data-bulk-clear]")) clear();
  const button = event.target.closest("[data-bulk-url]");
  if (button) act(button);
});

document.addEventListener("htmx:afterSettle", show);
