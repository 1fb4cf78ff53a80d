// Laying out fields: dragged between sections, or moved with Alt and the arrow keys; what stands in the form is sent.
import Sortable from "sortablejs";
import htmx from "htmx.org";

const lists = () => [...document.querySelectorAll("[data-layout] [data-laid]")];
const dirty = (form) => form.dispatchEvent(new Event("change", { bubbles: true }));

function say(item) {
  const section = item.closest("[data-section]");
  const name = section.querySelector("h3")?.textContent ?? section.querySelector("input[name=label_en]").value;
  const place = [...item.parentElement.children].indexOf(item) + 1;
  document.querySelector("[data-layout-said]").textContent = `${item.querySelector(".what").textContent}: ${name} ${place}/${item.parentElement.children.length}`;
}

function shift(item, by) {
  const beside = by < 0 ? item.previousElementSibling : item.nextElementSibling;
  if (beside) { if (by < 0) beside.before(item); else beside.after(item); return; }
  const all = lists();
  const next = all[all.indexOf(item.parentElement) + by];
  if (next) { if (by < 0) next.append(item); else next.prepend(item); }
}

document.addEventListener("keydown", (event) => {
  const item = event.target.closest?.("[data-laid-field]");
  const by = { ArrowUp: -1, ArrowDown: 1, ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (!item || !by || !event.altKey) return;
  event.preventDefault();
  shift(item, by);
  item.focus();
  say(item);
  dirty(item.closest("form"));
});

function sortable(root) {
  for (const list of root.querySelectorAll("[data-laid]")) Sortable.create(list, { group: "laid", animation: 120, delay: 150, delayOnTouchOnly: true, onEnd: ({ item }) => { say(item); dirty(item.closest("form")); } });
}

const acts = {
  sectionNew: (button) => {
    const form = button.closest("form");
    const made = form.querySelector("[data-section-template]").content.cloneNode(true);
    const held = form.querySelector("[data-sections]");
    sortable(made);
    held.append(made);
    held.lastElementChild.querySelector("input.input").focus();
  },
  sectionUp: (button) => { const section = button.closest("[data-section]"); section.previousElementSibling?.before(section); button.focus(); },
  sectionDown: (button) => { const section = button.closest("[data-section]"); section.nextElementSibling?.after(section); button.focus(); },
  sectionOff: (button) => {
    const section = button.closest("[data-section]");
    section.closest("form").querySelector("[data-rest] [data-laid]").prepend(...section.querySelector("[data-laid]").children);
    section.remove();
  },
};

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-layout] button");
  const act = button && Object.keys(acts).find((name) => name in button.dataset);
  if (!act) return;
  const form = button.closest("form");
  acts[act](button);
  dirty(form);
});
htmx.onLoad((root) => { const form = root.querySelector?.("[data-layout]"); if (form) sortable(form); });
