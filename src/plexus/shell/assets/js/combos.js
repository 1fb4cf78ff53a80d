// Combo boxes: type, and the server offers; arrows choose, Enter takes, Escape closes, Backspace takes the last one off.
import { announce, word } from "./words.js";

const WAIT = 150;
const GAP = 4;
const clocks = new WeakMap();
const asked = new WeakMap();

const boxOf = (target) => target.closest?.("[data-combo]");
const typing = (box) => box.querySelector("[role=combobox]");
const listOf = (box) => box.querySelector("[role=listbox]");
const offers = (box) => [...listOf(box).querySelectorAll('[role=option]:not([aria-disabled])')];
const tokens = (box) => [...box.querySelectorAll(".token")];
const isOpen = (box) => listOf(box).matches(":popover-open");
const held = (box) => ("many" in box.dataset ? "" : tokens(box)[0]?.querySelector("span").textContent ?? "");

function mark(box, offer) {
  for (const each of offers(box)) each.setAttribute("aria-selected", each === offer);
  typing(box).setAttribute("aria-activedescendant", offer?.id ?? "");
  offer?.scrollIntoView({ block: "nearest" });
}

function place(box) {
  const list = listOf(box);
  const from = box.getBoundingClientRect();
  const below = innerHeight - from.bottom - GAP * 2;
  const up = below < 200 && from.top > below;
  list.style.maxHeight = `${Math.min(360, up ? from.top - GAP * 2 : below)}px`;
  list.style.minWidth = `${from.width}px`;
  list.style.left = `${Math.max(GAP, Math.min(from.left, innerWidth - list.offsetWidth - GAP))}px`;
  list.style.top = up ? `${from.top - GAP - list.offsetHeight}px` : `${from.bottom + GAP}px`;
}

function close(box) {
  if (isOpen(box)) listOf(box).hidePopover();
  typing(box).setAttribute("aria-expanded", "false");
  typing(box).removeAttribute("aria-activedescendant");
}

async function open(box, into = "") {
  if (!box.dataset.url) return;
  const text = typing(box).value === held(box) ? "" : typing(box).value.trim();
  const url = new URL(box.dataset.url, location.href);
  url.searchParams.set("q", text);
  if (into) url.searchParams.set("into", into);
  asked.set(box, url.href);
  const answer = await fetch(url, { headers: { "HX-Request": "true" } }).catch(() => null);
  const offered = answer?.ok ? await answer.text().catch(() => "") : "";
  if (asked.get(box) !== url.href || !box.isConnected || document.activeElement !== typing(box)) return;
  const list = listOf(box);
  list.innerHTML = offered;
  offers(box).forEach((each, at) => { each.id = `${list.id}-${at}`; });
  if (!isOpen(box)) list.showPopover();
  typing(box).setAttribute("aria-expanded", "true");
  place(box);
  mark(box, text || into || "many" in box.dataset ? offers(box)[0] : offers(box).find((each) => each.dataset.label === held(box)) ?? offers(box)[0]);
  if (text) announce(word("results", { count: offers(box).length }));
}

// What stands in a box, and back: for whoever keeps drafts.
export const heldBy = (box) => tokens(box).map((each) => { const { name, value } = each.querySelector("input"); return [name, value, each.querySelector("span").textContent]; });
export function holdAll(box, all) {
  for (const each of tokens(box)) each.remove();
  for (const [name, value, label] of all) hold(box, name, value, label);
  typing(box).value = held(box);
}

function hold(box, name, value, label) {
  if (tokens(box).some((each) => each.querySelector("input").value === value)) return;
  const many = "many" in box.dataset;
  if (!many) for (const each of tokens(box)) each.remove();
  const token = Object.assign(document.createElement("span"), { className: "token", hidden: !many });
  const text = Object.assign(document.createElement("span"), { textContent: label });
  token.append(text, Object.assign(document.createElement("input"), { type: "hidden", name, value }));
  if (many) {
    const off = Object.assign(document.createElement("button"), { type: "button", textContent: "×" });
    off.dataset.tokenOff = "";
    off.setAttribute("aria-label", word("remove", { label }));
    token.append(off);
  }
  typing(box).before(token);
}

const tell = (box) => typing(box).dispatchEvent(new CustomEvent("held", { bubbles: true }));

function take(box, offer) {
  if (!offer) return;
  if (offer.dataset.into !== undefined) { typing(box).value = ""; open(box, offer.dataset.into || "."); return; }
  hold(box, offer.dataset.name ?? box.dataset.name, offer.dataset.value, offer.dataset.label);
  typing(box).value = held(box);
  close(box);
  tell(box);
}

function takeTyped(box) {
  const text = typing(box).value.trim();
  if (!text) return false;
  for (const part of text.split(/[,，;；\n]/).map((each) => each.trim()).filter(Boolean)) hold(box, box.dataset.name, part, part);
  typing(box).value = "";
  tell(box);
  return true;
}

function dropLast(box) {
  const last = tokens(box).at(-1);
  if (!last) return;
  last.remove();
  tell(box);
}

const keys = {
  ArrowDown: (box) => (isOpen(box) ? step(box, 1) : open(box)),
  ArrowUp: (box) => isOpen(box) && step(box, -1),
  Enter: (box) => {
    if (isOpen(box) && offers(box).length) take(box, offers(box).find((each) => each.getAttribute("aria-selected") === "true"));
    else return "free" in box.dataset ? takeTyped(box) : false;
    return true;
  },
  Escape: (box) => { if (!isOpen(box)) return false; close(box); typing(box).value = held(box); return true; },
  Backspace: (box) => { if (typing(box).value || !("many" in box.dataset)) return false; dropLast(box); return true; },
};

function step(box, by) {
  const all = offers(box);
  const here = all.findIndex((each) => each.getAttribute("aria-selected") === "true");
  mark(box, all.at((here + by) % all.length));
}

document.addEventListener("keydown", (event) => {
  const box = event.target.matches?.("[role=combobox]") && boxOf(event.target);
  if (!box || event.isComposing || !keys[event.key]) return;
  if (keys[event.key](box, event) !== false) { event.preventDefault(); event.stopPropagation(); }
}, true);

document.addEventListener("input", (event) => {
  const box = event.target.matches("[role=combobox]") && boxOf(event.target);
  if (!box) return;
  if (event.target.value === "" && !("many" in box.dataset) && tokens(box).length && !("redraw" in box.dataset)) dropLast(box);
  if ("free" in box.dataset && /[,，;；]$/.test(event.target.value)) takeTyped(box);
  clearTimeout(clocks.get(box));
  clocks.set(box, setTimeout(() => open(box), WAIT));
});

document.addEventListener("focusin", (event) => {
  const box = event.target.matches?.("[role=combobox]") && boxOf(event.target);
  if (!box) return;
  event.target.select();
  // What a dialog puts the focus on as it opens would lay its list over the rest: it waits to be asked. A filter begins
  // with a field.
  const first = event.target.autofocus && !("met" in event.target.dataset) && !event.target.closest("#filter");
  event.target.dataset.met = "";
  if (first) return;
  if (!held(box) && event.target.closest("dialog[open], form, [data-editing]")) open(box);
});

document.addEventListener("focusout", (event) => {
  const box = event.target.matches?.("[role=combobox]") && boxOf(event.target);
  if (!box) return;
  clearTimeout(clocks.get(box));
  close(box);
  if ("free" in box.dataset) takeTyped(box);
  else event.target.value = held(box);
});

// The list is not focused: the text box keeps the keys.
document.addEventListener("pointerdown", (event) => { if (event.target.closest("[data-combo] [role=listbox]")) event.preventDefault(); });
document.addEventListener("click", (event) => {
  const box = boxOf(event.target);
  if (!box) return;
  const off = event.target.closest("[data-token-off]");
  if (off) { off.closest(".token").remove(); typing(box).focus(); tell(box); return; }
  const offer = event.target.closest("[role=option]:not([aria-disabled])");
  if (offer) take(box, offer);
  else if (!isOpen(box)) { typing(box).focus(); open(box); }
});
document.addEventListener("scroll", (event) => {
  for (const list of document.querySelectorAll("[data-combo] [role=listbox]:popover-open")) if (!list.contains(event.target)) place(boxOf(list));
}, true);
