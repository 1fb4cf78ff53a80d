// Forms that the server draws anew after each choice: what was chosen stays in this tab until it is sent, and is drawn
// again for whoever comes back, by reloading, by the browser's way back or by signing in anew.
import htmx from "htmx.org";
import { keyOf as keptAs } from "./kept.js";
import { token } from "./requests.js";
import { word } from "./words.js";

const SENT = "choices-sent";
const first = new WeakMap();
const formOf = (root) => root.querySelector?.("form[data-redraws]");
const keyOf = (form) => keptAs("choices", form.dataset.redraws);
const chosen = (form) => JSON.stringify([...new FormData(form)].filter(([name, value]) => name !== "csrfmiddlewaretoken" && typeof value === "string"));

function keep(form) {
  const now = chosen(form);
  if (now === first.get(form)) sessionStorage.removeItem(keyOf(form));
  else sessionStorage.setItem(keyOf(form), now);
}

function tell(form) {
  const note = Object.assign(document.createElement("div"), { className: "draft" });
  note.setAttribute("role", "status");
  const button = Object.assign(document.createElement("button"), { type: "button", textContent: word("discard") });
  button.addEventListener("click", () => { sessionStorage.removeItem(keyOf(form)); location.reload(); });
  note.append(word("choices"), " ", button);
  form.prepend(note);
}

async function restore(form) {
  first.set(form, chosen(form));
  const kept = sessionStorage.getItem(keyOf(form));
  if (!kept || kept === first.get(form) || form.querySelector(".notice.bad")) return;
  const headers = { "X-CSRFToken": token(), "HX-Request": "true" };
  const answer = await fetch(form.dataset.redraws, { method: "POST", body: new URLSearchParams(JSON.parse(kept)), headers }).catch(() => null);
  if (!answer) return;
  if (!answer.ok) { sessionStorage.removeItem(keyOf(form)); return; }
  const drawn = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("form[data-redraws] .two");
  if (!drawn) return;
  form.querySelector(".two").replaceWith(drawn);
  htmx.process(drawn);
  tell(form);
}

// Choices that were sent and accepted are no longer needed; who has to sign in first was not heard yet.
function forgetSent() {
  if (document.querySelector(".entrance")) return;
  const sent = sessionStorage.getItem(SENT);
  sessionStorage.removeItem(SENT);
  const form = formOf(document);
  if (sent && (!form || keyOf(form) !== sent)) sessionStorage.removeItem(sent);
}

for (const kind of ["input", "change"]) {
  document.addEventListener(kind, ({ target }) => { const form = target.closest?.("form[data-redraws]"); if (form) keep(form); });
}
document.addEventListener("submit", ({ target, submitter }) => {
  if (!target.matches("form[data-redraws]")) return;
  // Another button than the form's own asks for other columns.
  if (submitter?.hasAttribute("formaction")) sessionStorage.removeItem(keyOf(target));
  else sessionStorage.setItem(SENT, keyOf(target));
});

forgetSent();
if (formOf(document)) restore(formOf(document));
