// Moving cards by keys: space lifts, arrows move, space drops, escape puts back; each step is said.
import { lanes, move, nameOf, placeOf } from "./moves.js";
import { announce, word } from "./words.js";

let lifted = null;
let from = null;

function say(card) {
  const cards = [...card.parentElement.children];
  announce(word("at", { card: nameOf(card), lane: card.closest("[data-lane]").dataset.label, place: cards.indexOf(card) + 1, count: cards.length }));
}

function lift(card) {
  lifted = card;
  from = placeOf(card);
  card.dataset.lifted = "";
  announce(word("lifted", { card: nameOf(card) }));
}

function release(card) {
  delete card.dataset.lifted;
  lifted = null;
  card.querySelector("a").focus();
}

async function drop(card) {
  release(card);
  if (card.parentElement === from.cards && card.nextElementSibling === from.next) return;
  const done = await move(card, from);
  announce(done ? word("dropped", { card: nameOf(card), lane: card.closest("[data-lane]").dataset.label }) : word("returned", { card: nameOf(card) }));
  card.querySelector("a").focus();
}

function putBack(card) {
  from.cards.insertBefore(card, from.next);
  release(card);
  announce(word("returned", { card: nameOf(card) }));
}

function carry(card, key) {
  const all = lanes();
  const lane = all.indexOf(card.closest("[data-lane]"));
  if (key === "ArrowUp") card.previousElementSibling?.before(card);
  if (key === "ArrowDown") card.nextElementSibling?.after(card);
  const other = all[lane + { ArrowLeft: -1, ArrowRight: 1 }[key]];
  other?.querySelector("[data-cards]").prepend(card);
  card.querySelector("a").focus();
  card.scrollIntoView({ block: "nearest", inline: "nearest" });
  say(card);
}

function walk(card, key) {
  const all = lanes();
  const beside = { ArrowUp: card.previousElementSibling, ArrowDown: card.nextElementSibling }[key];
  const other = all[all.indexOf(card.closest("[data-lane]")) + ({ ArrowLeft: -1, ArrowRight: 1 }[key] ?? NaN)];
  (beside ?? other?.querySelector("[data-card]"))?.querySelector("a").focus();
}

document.addEventListener("keydown", (event) => {
  const card = event.target.closest?.("[data-board] [data-card]");
  if (!card || event.ctrlKey || event.metaKey) return;
  const arrow = event.key.startsWith("Arrow");
  if (event.key === " " && !card.closest("[data-board]").dataset.moveUrl) return;
  if (event.key === " ") lifted === card ? drop(card) : lift(card);
  else if (event.key === "Escape" && lifted) putBack(lifted);
  else if (event.key === "Enter" && lifted) drop(lifted);
  else if (arrow) (lifted ? carry : walk)(lifted ?? card, event.key);
  else return;
  event.preventDefault();
});
