// The filter dialog: rows are drawn by the server after each change of their form; values only renew what the filter
// says and how many fit. The address always holds the filter so far, so that a reload loses nothing.
import htmx from "htmx.org";
import { heldBy } from "./combos.js";
import { isTyping } from "./keyboard.js";

const WAIT = 300;
const SHAPING = /\.(join|op|test|when|figure)$/;
let clock;
let began = null;
let edits = 0;
let drawn = null;
let waiting = null;
let typed = null;

const form = () => document.getElementById("filter");

function draw(verb = "", { whole = true } = {}) {
  clearTimeout(clock);
  if (drawn) {
    if (verb && verb !== drawn.verb) waiting = verb;
    return;
  }
  if (whole) drawn = { verb, edits };
  const url = `${form().dataset.filter}?do=${encodeURIComponent(verb)}`;
  const target = whole ? { target: "#dialog", swap: "innerHTML" } : { target: "#filter-told", select: "#filter-told", swap: "outerHTML" };
  htmx.ajax("POST", url, { source: form(), ...target })?.catch(() => {});
}

function forget() {
  clearTimeout(clock);
  drawn = waiting = null;
}

function soon() {
  clearTimeout(clock);
  clock = setTimeout(() => { if (form()) draw("", { whole: false }); }, WAIT);
}

for (const kind of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) document.addEventListener(kind, ({ detail }) => { if (detail.elt?.id === "filter") forget(); });

// Who goes on typing while rows are being drawn keeps what was typed: rows that do not know it yet are drawn again.
const looking = (box) => box?.matches("#filter [role=combobox]");
for (const kind of ["input", "change", "held"]) {
  document.addEventListener(kind, (event) => { if (event.target.closest("#filter") && !(kind === "input" && looking(event.target))) edits += 1; }, true);
}
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (detail.target.id !== "dialog" || !form() || !drawn || !detail.shouldSwap) return;
  const { verb, edits: known } = drawn;
  drawn = null;
  if (known === edits) {
    const box = document.activeElement;
    const chosen = looking(box) ? heldBy(box.closest("[data-combo]"))[0]?.[2] ?? "" : "";
    typed = looking(box) && ![box.defaultValue, chosen].includes(box.value) ? { id: box.id, text: box.value } : null;
    return;
  }
  detail.shouldSwap = false;
  draw(verb);
});
function typeOn() {
  const box = typed && document.getElementById(typed.id);
  const on = box && box.value !== typed.text;
  if (on) {
    box.focus();
    box.value = typed.text;
    box.dispatchEvent(new Event("input", { bubbles: true }));
  }
  typed = null;
  return on;
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("#filter [data-do]");
  if (button) draw(button.dataset.do);
});
document.addEventListener("change", (event) => {
  if (event.target.closest("#filter") && SHAPING.test(event.target.name)) draw();
});
document.addEventListener("input", (event) => {
  const shaping = SHAPING.test(event.target.name ?? "");
  if (event.target.closest("#filter") && !shaping && !event.target.matches("[role=combobox]")) soon();
});
document.addEventListener("held", (event) => {
  if (!event.target.closest("#filter")) return;
  if ("redraw" in event.target.closest("[data-combo]").dataset) draw();
  else soon();
});

// What was just chosen leads on to what comes next.
function lookOn(box) {
  const row = began && box.querySelector(`.row[data-key="${began}"]`);
  began = null;
  const next = row && [...row.querySelectorAll(".value :is(input, select), .combo [role=combobox], select")].findLast((each) => !each.closest("fieldset.rows.of"));
  next?.focus();
}
document.addEventListener("held", (event) => { began = event.target.closest("#filter [data-redraw]") ? event.target.closest(".row")?.dataset.key : null; }, true);

function keepAddress() {
  const told = document.getElementById("filter-told");
  if (!told || "wrong" in told.dataset) return;
  const url = new URL(location.href);
  url.searchParams.delete("cursor");
  if (told.dataset.filterNow) url.searchParams.set("filter", told.dataset.filterNow);
  else url.searchParams.delete("filter");
  history.replaceState(history.state, "", url);
}

let first = null;
document.addEventListener("htmx:afterSettle", ({ detail }) => {
  if (!form()) return;
  first ??= location.href;
  if (detail.target.id === "dialog") {
    if (typeOn()) began = null;
    else lookOn(detail.target);
    const next = waiting;
    waiting = null;
    if (next && !drawn) draw(next);
  }
  keepAddress();
});
document.addEventListener("submit", (event) => { if (event.target === form()) forget(); }, true);
document.addEventListener("htmx:beforeRequest", ({ detail }) => { if (detail.elt.id === "filter" && detail.requestConfig.path === detail.elt.getAttribute("action")) first = null; });
document.addEventListener("close", (event) => {
  forget();
  if (event.target.id === "dialog" && first) history.replaceState(history.state, "", first);
  first = null;
}, true);

document.addEventListener("keydown", (event) => {
  if (event.key === "f" && !isTyping(event)) {
    const add = document.querySelector(".chip.add");
    if (add) { event.preventDefault(); add.click(); }
  }
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.closest?.("#filter")) { event.preventDefault(); form().requestSubmit(); }
});
