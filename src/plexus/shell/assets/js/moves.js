// One move of a card, for the mouse and for the keys: post it; when refused, the card goes back.
import { ask } from "./requests.js";

export const lanes = () => [...document.querySelectorAll("[data-lane]")];
export const nameOf = (card) => card.querySelector("a").textContent;

export function placeOf(card) {
  return { cards: card.parentElement, next: card.nextElementSibling };
}

export async function move(card, from) {
  const lane = card.closest("[data-lane]");
  const values = { card: card.dataset.card, lane: lane.dataset.lane, before: card.nextElementSibling?.dataset.card ?? "", version: card.dataset.version };
  card.setAttribute("aria-busy", "true");
  const answer = await ask("POST", card.closest("[data-board]").dataset.moveUrl, { values });
  card.removeAttribute("aria-busy");
  if (!answer.ok) from.cards.insertBefore(card, from.next);
  else card.dataset.version = Number(card.dataset.version) + 1;
  return answer.ok;
}
