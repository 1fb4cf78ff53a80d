// The settings of a formula or roll-up: what is written is checked as it is written, fields are put where the caret
// stands, and the rows of a roll-up's filter are drawn by the server after each change of them.
import htmx from "htmx.org";

const WAIT = 400;
const SHAPING = /\.(join|op|test|when|figure)$/;
let clock;
let edits = 0;
let drawn = null;

const rolled = (element) => element.closest?.(".filter.rolled")?.closest("form");

function draw(form, verb = "") {
  clearTimeout(clock);
  drawn = { verb, edits };
  const values = { whole: "1", do: verb };
  htmx.ajax("POST", form.action, { source: form, values, target: "#field-form", select: "#field-form", swap: "outerHTML" })?.catch(() => {});
}

function soon(element) {
  clearTimeout(clock);
  clock = setTimeout(() => element.dispatchEvent(new Event("change", { bubbles: true })), WAIT);
}

// Who goes on typing while rows are being drawn keeps what was typed: rows that do not know it yet are drawn again.
for (const kind of ["input", "change", "held"]) {
  document.addEventListener(kind, (event) => { if (event.target.closest("#field-form") && !event.target.matches("[role=combobox]")) edits += 1; }, true);
}
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (detail.target.id !== "field-form" || !drawn) return;
  const { verb, edits: known } = drawn;
  drawn = null;
  if (known === edits) return;
  detail.shouldSwap = false;
  draw(detail.target.closest("form"), verb);
});

document.addEventListener("input", (event) => {
  if (event.target.closest("[data-formula]")) soon(event.target);
});
document.addEventListener("click", (event) => {
  const put = event.target.closest("[data-put]");
  const box = put?.closest("[data-formula]").querySelector("textarea");
  if (box) {
    box.focus();
    box.setRangeText(put.dataset.put, box.selectionStart, box.selectionEnd, "end");
    soon(box);
  }
  const button = event.target.closest(".rolled [data-do]");
  if (button) draw(rolled(button), button.dataset.do);
});
document.addEventListener("change", (event) => {
  const form = rolled(event.target);
  if (form && SHAPING.test(event.target.name)) { event.stopPropagation(); draw(form); }
}, true);
document.addEventListener("held", (event) => {
  const form = rolled(event.target);
  if (!form) return;
  if ("redraw" in event.target.closest("[data-combo]").dataset) draw(form);
  else soon(event.target);
});
