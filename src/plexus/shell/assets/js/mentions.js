// A colleague in a text: "@" and the beginning of a name or its pinyin; arrows choose, Enter takes, Escape closes.
const BEFORE = /(?:^|[^\w@.])@([^\s@]{0,30})$/u;
const GAP = 4;
let list = null;
let asked = "";

const writing = (target) => target.matches?.("textarea[data-mention]") && target;
const offers = () => [...(list?.querySelectorAll("[role=option]:not([aria-disabled])") ?? [])];
const isOpen = () => list?.matches(":popover-open");

function close(text) {
  if (isOpen()) list.hidePopover();
  text.removeAttribute("aria-activedescendant");
}

function mark(text, offer) {
  for (const each of offers()) each.setAttribute("aria-selected", each === offer);
  if (offer) { text.setAttribute("aria-activedescendant", offer.id); offer.scrollIntoView({ block: "nearest" }); }
}

function place(text) {
  const from = text.getBoundingClientRect();
  const up = innerHeight - from.bottom < 200 && from.top > 200;
  list.style.left = `${Math.max(GAP, from.left)}px`;
  list.style.top = up ? `${from.top - GAP - list.offsetHeight}px` : `${from.bottom + GAP}px`;
}

async function offer(text) {
  const begun = BEFORE.exec(text.value.slice(0, text.selectionStart));
  if (!begun) { close(text); return; }
  const url = new URL(text.dataset.mention, location.href);
  url.searchParams.set("q", begun[1]);
  asked = url.href;
  const answer = await fetch(url, { headers: { "HX-Request": "true" }, redirect: "manual" }).catch(() => null);
  const found = answer?.ok ? await answer.text().catch(() => "") : "";
  if (asked !== url.href || document.activeElement !== text || !found) return;
  if (!list) {
    list = Object.assign(document.createElement("div"), { id: "mention-offers", className: "options floating mentions", popover: "manual" });
    list.setAttribute("role", "listbox");
    list.addEventListener("pointerdown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => take(document.activeElement, event.target.closest("[role=option]:not([aria-disabled])")));
    document.body.append(list);
  }
  list.innerHTML = found;
  list.setAttribute("aria-label", text.getAttribute("aria-label"));
  offers().forEach((each, at) => { each.id = `mention-${at}`; });
  if (!isOpen()) list.showPopover();
  text.setAttribute("aria-controls", list.id);
  place(text);
  mark(text, offers()[0]);
}

function take(text, chosen) {
  if (!chosen || !writing(text)) return;
  const at = text.selectionStart;
  const start = text.value.slice(0, at).lastIndexOf("@");
  text.setRangeText(`@${chosen.dataset.label} `, start, at, "end");
  const held = Object.assign(document.createElement("input"), { type: "hidden", name: "mention", value: chosen.dataset.value });
  held.dataset.label = chosen.dataset.label;
  text.after(held);
  close(text);
  text.dispatchEvent(new Event("input", { bubbles: true }));
}

const keys = {
  ArrowDown: (text) => step(text, 1),
  ArrowUp: (text) => step(text, -1),
  Enter: (text) => take(text, offers().find((each) => each.getAttribute("aria-selected") === "true")),
  Tab: (text) => take(text, offers().find((each) => each.getAttribute("aria-selected") === "true")),
  Escape: (text) => close(text),
};

function step(text, by) {
  const all = offers();
  const here = all.findIndex((each) => each.getAttribute("aria-selected") === "true");
  mark(text, all.at((here + by) % all.length));
}

document.addEventListener("input", (event) => {
  const text = writing(event.target);
  if (!text) return;
  for (const held of text.parentElement.querySelectorAll("input[name=mention]")) if (!text.value.includes(`@${held.dataset.label}`)) held.remove();
  offer(text);
});
document.addEventListener("keydown", (event) => {
  const text = writing(event.target);
  if (!text || !isOpen() || event.isComposing || event.ctrlKey || event.metaKey || !keys[event.key]) return;
  if (!offers().length && event.key !== "Escape") return;
  event.preventDefault();
  event.stopPropagation();
  keys[event.key](text);
}, true);
document.addEventListener("focusout", (event) => { if (writing(event.target)) close(event.target); });
document.addEventListener("reset", (event) => { for (const held of event.target.querySelectorAll("input[name=mention]")) held.remove(); });
