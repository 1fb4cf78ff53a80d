// Dragging cards between lanes.
import htmx from "htmx.org";
import Sortable from "sortablejs";
import { move } from "./moves.js";
import { announce, word } from "./words.js";

const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;

function wire(cards) {
  let from;
  Sortable.create(cards, {
    group: "board",
    animation: calm ? 0 : 140,
    delay: 160,
    delayOnTouchOnly: true,
    ghostClass: "ghost",
    dragClass: "drag",
    onStart: ({ item }) => { from = { cards: item.parentElement, next: item.nextElementSibling }; },
    onEnd: async ({ item, oldIndex, newIndex, to }) => {
      if (to === from.cards && oldIndex === newIndex) return;
      const card = item.querySelector("a").textContent;
      const done = await move(item, from);
      announce(done ? word("dropped", { card, lane: to.closest("[data-lane]").dataset.label }) : word("returned", { card }));
    },
  });
}

htmx.onLoad((root) => {
  for (const cards of root.querySelectorAll?.("[data-board]:not([data-move-url='']) [data-cards]") ?? []) wire(cards);
});
