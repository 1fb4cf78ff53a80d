// Toasts: said politely, gone after a while unless looked at, with undo.
import { word } from "./words.js";

const SHORT = 6000;
const LONG = 12000;
const clocks = new WeakMap();

function stay(item, time) {
  clearTimeout(clocks.get(item));
  clocks.set(item, setTimeout(() => item.remove(), time));
}

function settle(item) {
  const time = item.matches(".bad, :has([data-undo])") ? LONG : SHORT;
  stay(item, time);
  item.addEventListener("pointerenter", () => clearTimeout(clocks.get(item)));
  item.addEventListener("pointerleave", () => stay(item, time));
  item.addEventListener("focusin", () => clearTimeout(clocks.get(item)));
}

export function toast({ text, tone = "", undo = "", url = "", label = "" }) {
  const item = document.getElementById("toast-template").content.firstElementChild.cloneNode(true);
  if (tone) item.classList.add(tone);
  item.querySelector("p").textContent = text;
  const act = item.querySelector(".act");
  if (undo) {
    act.hidden = false;
    act.textContent = label || word("undo");
    act.dataset.undo = undo;
  } else if (url) {
    const link = Object.assign(document.createElement("a"), { href: url, textContent: label, className: "act" });
    act.replaceWith(link);
  }
  const shown = document.getElementById("toasts");
  // The same once more is said once, anew.
  for (const other of shown.children) if (!undo && other.querySelector("p")?.textContent === text) other.remove();
  shown.append(item);
  settle(item);
  return item;
}

document.addEventListener("click", ({ target }) => {
  if (target.closest("[data-toast-close]")) target.closest(".toast").remove();
});

// The server says them with the header HX-Trigger: {"toast": {...}}.
document.addEventListener("toast", ({ detail }) => toast(detail));
document.querySelectorAll("[data-toast]").forEach(settle);
