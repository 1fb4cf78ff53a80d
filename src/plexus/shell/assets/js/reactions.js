// Forms that answer while they are typed: the server says what is required, shown and begun with; this shows it.
import htmx from "htmx.org";

const WAIT = 250;
const clocks = new WeakMap();
const asked = new WeakMap();

function show(form, name, told) {
  let control = form.querySelector(`[data-control="${CSS.escape(name)}"]`);
  if (!control) return;
  if (told.html !== undefined && !control.contains(document.activeElement)) {
    control.outerHTML = told.html;
    control = form.querySelector(`[data-control="${CSS.escape(name)}"]`);
    htmx.process(control);
    const was = form.elements[`was_${name}`];
    if (was) was.value = told.was;
  }
  control.hidden = !told.shown;
  const must = control.querySelector(".must");
  if (must) must.hidden = !told.required;
  for (const field of control.querySelectorAll(`[name="${CSS.escape(name)}"]:not([type=checkbox], [type=radio], [type=hidden])`)) field.required = told.required;
}

async function react(form) {
  const body = new FormData(form);
  const turn = (asked.get(form) ?? 0) + 1;
  asked.set(form, turn);
  const answer = await fetch(form.dataset.reacts, { method: "POST", body, headers: { "X-CSRFToken": document.querySelector("meta[name=csrf-token]").content, "HX-Request": "true" } }).catch(() => null);
  if (!answer?.ok || asked.get(form) !== turn || !form.isConnected) return;
  const { fields } = await answer.json();
  for (const [name, told] of Object.entries(fields)) show(form, name, told);
}

function soon(event) {
  const form = event.target.closest?.("form[data-reacts]");
  if (!form || event.target.matches?.("[role=combobox]") && event.type === "input") return;
  clearTimeout(clocks.get(form));
  clocks.set(form, setTimeout(() => react(form), WAIT));
}

for (const kind of ["input", "change", "held", "restored"]) document.addEventListener(kind, soon);
