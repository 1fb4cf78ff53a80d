// A form is sent once; leaving a form with something typed asks first.
import { token } from "./requests.js";

let dirty = null;

// Who signed in anew in another tab has another proof of being here: a page that was open all the while takes it.
document.addEventListener("submit", ({ target }) => {
  const held = target.elements.namedItem("csrfmiddlewaretoken");
  if (held) held.value = token() || held.value;
}, true);

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form === dirty) dirty = null;
  if (!("once" in form.dataset) || event.defaultPrevented && !form.hasAttribute("hx-post")) return;
  const button = event.submitter ?? form.querySelector("[type=submit]");
  if (button?.getAttribute("aria-busy") === "true") { event.preventDefault(); event.stopImmediatePropagation(); return; }
  button?.setAttribute("aria-busy", "true");
}, true);

function free(form) {
  form?.querySelectorAll?.("[aria-busy]").forEach((button) => button.removeAttribute("aria-busy"));
}

document.addEventListener("htmx:afterRequest", ({ detail }) => free(detail.elt.closest?.("form")));
addEventListener("pageshow", () => document.querySelectorAll("form").forEach(free));

// A page that the browser kept while somebody was elsewhere asks anew: what was sent from it is not offered once more.
addEventListener("pageshow", ({ persisted }) => { if (persisted && document.querySelector("form [name=once]")) location.reload(); });

document.addEventListener("input", (event) => { dirty = event.target.closest("form[data-dirty]") ?? dirty; });
document.addEventListener("close", () => { dirty = null; }, true);
addEventListener("beforeunload", (event) => {
  // A form with a draft loses nothing by leaving.
  if (dirty?.isConnected && !dirty.dataset.draft) event.preventDefault();
});

// A choice that shows the page anew at once.
document.addEventListener("change", (event) => event.target.closest("form[data-goes]")?.requestSubmit());

// A page that comes back refused stands at the first field that needs attention.
document.querySelector("main [aria-invalid]")?.focus();
