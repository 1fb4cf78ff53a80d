// Entries of a calendar: drag one to another day, or lift it by space, move it by arrows, drop it by space.
import htmx from "htmx.org";
import Sortable from "sortablejs";
import { ask } from "./requests.js";
import { announce, word } from "./words.js";

const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
const days = () => [...document.querySelectorAll("[data-day]")];
const dayOf = (entry) => entry.closest("[data-day]");
const nameOf = (entry) => entry.querySelector("b").textContent;
let lifted = null;
let from = null;

async function move(entry, back) {
  const url = entry.closest("[data-calendar]").dataset.moveUrl;
  const day = dayOf(entry);
  const values = { record: entry.dataset.entry, day: day.dataset.day, version: entry.dataset.version };
  const { ok } = await ask("POST", url, { values });
  if (!ok) back.cards.insertBefore(entry, back.next);
  announce(ok ? word("dropped", { card: nameOf(entry), lane: day.dataset.label }) : word("returned", { card: nameOf(entry) }));
}

function wire(entries) {
  let back;
  Sortable.create(entries, {
    group: "calendar",
    animation: calm ? 0 : 120,
    delay: 160,
    delayOnTouchOnly: true,
    ghostClass: "ghost",
    sort: false,
    onStart: ({ item }) => { back = { cards: item.parentElement, next: item.nextElementSibling }; },
    onEnd: ({ item, to }) => { if (to !== back.cards) move(item, back); },
  });
}

htmx.onLoad((root) => {
  for (const entries of root.querySelectorAll?.("[data-calendar]:not([data-move-url='']) [data-entries]") ?? []) wire(entries);
});

function lift(entry) {
  lifted = entry;
  from = { cards: entry.parentElement, next: entry.nextElementSibling };
  entry.dataset.lifted = "";
  announce(word("lifted", { card: nameOf(entry) }));
}

function release() {
  delete lifted.dataset.lifted;
  lifted = null;
}

function drop() {
  const entry = lifted;
  release();
  if (entry.parentElement !== from.cards) move(entry, from);
}

function putBack() {
  const entry = lifted;
  from.cards.insertBefore(entry, from.next);
  release();
  entry.querySelector("a").focus();
  announce(word("returned", { card: nameOf(entry) }));
}

const STEPS = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };

function carry(key) {
  const all = days();
  const next = all[all.indexOf(dayOf(lifted)) + STEPS[key]];
  if (!next) return;
  next.querySelector("[data-entries]").prepend(lifted);
  lifted.querySelector("a").focus();
  announce(next.dataset.label);
}

function walk(entry, key) {
  const beside = { ArrowUp: entry.previousElementSibling, ArrowDown: entry.nextElementSibling }[key];
  const all = [...document.querySelectorAll("[data-calendar] [data-entry]")];
  const step = key === "ArrowUp" || key === "ArrowLeft" ? -1 : 1;
  (beside ?? all[all.indexOf(entry) + step])?.querySelector("a").focus();
}

document.addEventListener("keydown", (event) => {
  const entry = event.target.closest?.("[data-calendar] [data-entry]");
  if (!entry || event.ctrlKey || event.metaKey) return;
  const movable = entry.closest("[data-calendar]").dataset.moveUrl;
  if (event.key === " " && movable) lifted ? drop() : lift(entry);
  else if (event.key === "Escape" && lifted) putBack();
  else if (event.key === "Enter" && lifted) drop();
  else if (event.key in STEPS) lifted ? carry(event.key) : walk(entry, event.key);
  else return;
  event.preventDefault();
});
