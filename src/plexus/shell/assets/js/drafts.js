// Nothing typed is lost: forms with data-draft keep what was typed in this tab until it is saved.
import htmx from "htmx.org";
import { heldBy, holdAll } from "./combos.js";
import { keyOf as keptAs } from "./kept.js";
import { word } from "./words.js";

const SENT = "draft-sent";
const keyOf = (form) => keptAs("draft", form.dataset.draft);
const fields = (form) => [...form.elements].filter((field) => field.name && (!["hidden", "file", "password", "submit"].includes(field.type) || "heldFile" in field.dataset));
const isTick = (field) => field.type === "checkbox" || field.type === "radio";

function keep(form) {
  const typed = fields(form).filter((field) => (isTick(field) ? field.checked !== field.defaultChecked : field.value !== (field.dataset.first ?? field.defaultValue ?? field.querySelector?.("[selected]")?.value ?? "")));
  const kept = typed.map((field) => [field.name, isTick(field) ? { value: field.value, checked: field.checked } : field.value]);
  for (const box of form.querySelectorAll("[data-combo]")) {
    const held = heldBy(box);
    box.dataset.first ??= "[]";
    if (JSON.stringify(held) !== box.dataset.first) kept.push([box.dataset.name, { held }]);
  }
  if (kept.length) remember(keyOf(form), JSON.stringify(kept));
  else sessionStorage.removeItem(keyOf(form));
}

// What is more than a browser keeps stays in the form alone; an older draft of it would be wrong.
function remember(key, text) {
  try { sessionStorage.setItem(key, text); } catch { sessionStorage.removeItem(key); }
}

function fill(form, kept) {
  for (const [name, typed] of kept) {
    if (typed.held) {
      const box = form.querySelector(`[data-combo][data-name="${CSS.escape(name)}"]`);
      if (box) holdAll(box, typed.held);
      continue;
    }
    for (const field of fields(form).filter((other) => other.name === name)) {
      if (!isTick(field)) field.value = typed;
      else if (field.value === typed.value) field.checked = typed.checked;
    }
  }
}

function tell(form) {
  const note = document.createElement("div");
  note.className = "draft";
  note.setAttribute("role", "status");
  const button = Object.assign(document.createElement("button"), { type: "button", textContent: word("discard") });
  button.addEventListener("click", () => { sessionStorage.removeItem(keyOf(form)); form.reset(); note.remove(); });
  note.append(word("draft"), " ", button);
  (form.querySelector(".form, .dialog-body") ?? form).prepend(note);
}

function restore(form) {
  for (const box of form.querySelectorAll("[data-combo]")) box.dataset.first = JSON.stringify(heldBy(box));
  const kept = sessionStorage.getItem(keyOf(form));
  if (!kept || form.querySelector("[aria-invalid], .notice")) return;
  fill(form, JSON.parse(kept));
  form.dispatchEvent(new CustomEvent("restored", { bubbles: true }));
  if (!form.closest("[data-compose]")) tell(form);
}

// A sent form that does not come back was accepted: its draft is no longer needed. Who has to sign in first, or meets
// an error, was not heard yet.
function forgetSent() {
  if (document.querySelector(".entrance")) return;
  const sent = sessionStorage.getItem(SENT);
  sessionStorage.removeItem(SENT);
  if (sent && !document.querySelector(`form[data-draft="${CSS.escape(sent)}"]`)) sessionStorage.removeItem(keptAs("draft", sent));
}

document.addEventListener("input", (event) => { const form = event.target.closest("form[data-draft]"); if (form) keep(form); });
document.addEventListener("held", (event) => { const form = event.target.closest("form[data-draft]"); if (form) keep(form); });
document.addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-draft]");
  if (form && !form.hasAttribute("hx-post")) sessionStorage.setItem(SENT, form.dataset.draft);
});
document.addEventListener("htmx:afterRequest", ({ detail }) => {
  const form = detail.elt.closest?.("form[data-draft]");
  if (form && detail.successful && detail.xhr.status < 400 && !detail.xhr.getResponseHeader("X-Signed-Out")) sessionStorage.removeItem(keyOf(form));
});

forgetSent();
htmx.onLoad((root) => {
  if (root.matches?.("form[data-draft]")) restore(root);
  root.querySelectorAll?.("form[data-draft]").forEach(restore);
});
