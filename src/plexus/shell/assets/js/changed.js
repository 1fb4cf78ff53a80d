// What is drawn anew after each change: a change that comes while the answer to an earlier one is under way is not lost,
// although that answer replaces the element that would have asked again.
import htmx from "htmx.org";

const DRAWN = "[hx-trigger='changed from:body']";
const missed = new Set();

document.addEventListener("changed", () => {
  for (const part of document.querySelectorAll(`${DRAWN}.htmx-request`)) missed.add(part.id);
}, true);

document.addEventListener("htmx:afterSettle", ({ target }) => {
  if (missed.delete(target.id)) htmx.trigger(document.body, "changed");
});
