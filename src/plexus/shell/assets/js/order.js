// Lists in an order that people choose: dragged by the handle, or Alt and arrows; posted where a list says where to.
import Sortable from "sortablejs";
import htmx from "htmx.org";
import { ask } from "./requests.js";

function moved(list) {
  if (!list.dataset.order) { list.dispatchEvent(new Event("change", { bubbles: true })); return; }
  ask("POST", list.dataset.order, { values: { name: [...list.children].map((item) => item.dataset.name) } });
}

function shift(event) {
  const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  const item = event.target.closest("[data-order] > li");
  if (!by || !event.altKey || !item) return;
  event.preventDefault();
  if (by < 0) item.previousElementSibling?.before(item);
  else item.nextElementSibling?.after(item);
  event.target.focus();
  moved(item.parentElement);
}

document.addEventListener("keydown", shift);
htmx.onLoad((root) => {
  for (const list of root.querySelectorAll?.("[data-order]") ?? []) Sortable.create(list, { handle: ".handle", animation: 120, onEnd: () => moved(list) });
});
