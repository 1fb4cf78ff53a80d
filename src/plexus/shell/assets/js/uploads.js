// Files that a form sends: one that is too large is told before it travels, and a bar shows how far the others are.
import htmx from "htmx.org";
import { post, refusalOf } from "./files.js";
import { toast } from "./toasts.js";
import { word } from "./words.js";

const MEGABYTE = 1024 ** 2;

// The name stays, so that somebody sees which file it was.
document.addEventListener("change", ({ target }) => {
  const zone = target.closest("[data-drop][data-most]");
  if (!zone || target.type !== "file") return;
  zone.querySelector(".error")?.remove();
  target.removeAttribute("aria-invalid");
  const most = Number(zone.dataset.most);
  const large = [...target.files].find((file) => file.size > most);
  if (!large) return;
  const size = (large.size / MEGABYTE).toFixed(1);
  const error = Object.assign(document.createElement("span"), { className: "error", textContent: word("too-large", { name: large.name, size, most: Math.round(most / MEGABYTE) }) });
  error.setAttribute("role", "alert");
  zone.append(error);
  target.value = "";
  target.setAttribute("aria-invalid", "true");
});

function bar(form) {
  const box = Object.assign(document.createElement("div"), { className: "work" });
  const line = Object.assign(document.createElement("progress"), { max: 100, value: 0 });
  line.setAttribute("aria-label", word("sending"));
  box.append(line);
  form.querySelector("[data-drop]").after(box);
  return { tell: (percent) => { line.value = percent; if (percent === 100) line.removeAttribute("value"); }, end: () => box.remove() };
}

function show(answer) {
  const page = new DOMParser().parseFromString(answer.text, "text/html").querySelector("main.page");
  if (!page) { toast({ text: refusalOf(answer), tone: "bad" }); return; }
  document.querySelector("main.page").replaceWith(page);
  htmx.process(page);
  page.querySelector(".notice")?.scrollIntoView({ block: "nearest" });
}

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (event.defaultPrevented || !("sends" in form.dataset)) return;
  event.preventDefault();
  const told = bar(form);
  const answer = await post(form.action, new FormData(form), told.tell).ended;
  told.end();
  if (answer.away) location.assign(answer.away);
  else {
    form.querySelectorAll("[aria-busy]").forEach((button) => button.removeAttribute("aria-busy"));
    show(answer);
  }
});
