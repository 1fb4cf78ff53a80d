// The command palette: Ctrl/⌘ K or "/" opens it; the server answers each query with options.
import htmx from "htmx.org";
import { announce, word } from "./words.js";

const WAIT = 120;
const dialog = document.getElementById("palette");
const input = dialog?.querySelector("input");
const list = dialog?.querySelector("[role=listbox]");
let clock;
let last;

const options = () => [...list.querySelectorAll('[role="option"]')];

function choose(option) {
  for (const item of options()) item.setAttribute("aria-selected", item === option);
  input.setAttribute("aria-activedescendant", option?.id ?? "");
  option?.scrollIntoView({ block: "nearest" });
}

function open(option, beside) {
  if (!option) return;
  dialog.close();
  const { url } = option.dataset;
  if ("dialog" in option.dataset) htmx.ajax("GET", url, { target: "#dialog", swap: "innerHTML" });
  else if (beside) window.open(url, "_blank", "noopener");
  else location.assign(url);
}

async function look() {
  const asked = `${dialog.dataset.url}?q=${encodeURIComponent(input.value)}`;
  last = asked;
  const answer = await fetch(asked, { headers: { "HX-Request": "true" } }).catch(() => null);
  const found = answer?.ok ? await answer.text().catch(() => "") : "";
  if (last !== asked) return;
  list.innerHTML = found;
  choose(options()[0]);
  announce(answer?.ok ? word("results", { count: options().length }) : word("offline"));
}

function start() {
  if (!dialog || dialog.open) return;
  dialog.showModal();
  input.select();
  look();
}

input?.addEventListener("input", () => { clearTimeout(clock); clock = setTimeout(look, WAIT); });

input?.addEventListener("keydown", (event) => {
  const all = options();
  const here = all.findIndex((item) => item.getAttribute("aria-selected") === "true");
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    choose(all.at((here + (event.key === "ArrowDown" ? 1 : -1)) % all.length));
  } else if (event.key === "Enter" && !event.isComposing) {
    event.preventDefault();
    open(all[here], event.ctrlKey || event.metaKey);
  }
});

list?.addEventListener("click", (event) => open(event.target.closest('[role="option"]'), event.ctrlKey || event.metaKey));
list?.addEventListener("pointermove", (event) => { const item = event.target.closest('[role="option"]'); if (item) choose(item); });

document.addEventListener("click", (event) => { if (event.target.closest("[data-palette]")) start(); });
document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") { event.preventDefault(); start(); }
});
