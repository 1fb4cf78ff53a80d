// The address of a link in formatted text: a line above the sheet. Enter takes it, Escape leaves it, empty unlinks.
import { word } from "./words.js";

const SCHEME = /^(https?:|mailto:|tel:)/i;

// An address as people type it, with what they leave out.
function whole(text) {
  if (!text || SCHEME.test(text)) return text;
  return /^[^\s/@]+@[^\s/@]+$/.test(text) ? `mailto:${text}` : `https://${text.replace(/^\/+/, "")}`;
}

const linkAt = (range) => { const node = range.startContainer; return (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest("a"); };

function chosenIn(sheet) {
  const chosen = getSelection();
  if (chosen.rangeCount && sheet.contains(chosen.anchorNode)) return chosen.getRangeAt(0).cloneRange();
  const end = document.createRange();
  end.selectNodeContents(sheet);
  end.collapse(false);
  return end;
}

function write(sheet, range, address) {
  const held = linkAt(range);
  if (held && range.collapsed) range.selectNodeContents(held);
  sheet.focus();
  getSelection().removeAllRanges();
  getSelection().addRange(range);
  if (!address) { document.execCommand("unlink"); return; }
  if (!range.collapsed) { document.execCommand("createLink", false, address); getSelection().collapseToEnd(); return; }
  const link = Object.assign(document.createElement("a"), { href: address, textContent: address.replace(/^mailto:|^tel:/i, "") });
  document.execCommand("insertHTML", false, link.outerHTML);
}

export function linkRow(sheet) {
  const row = Object.assign(document.createElement("div"), { className: "rich-link", hidden: true });
  const input = Object.assign(document.createElement("input"), { type: "text", inputMode: "url", className: "input", autocomplete: "off", placeholder: "https://" });
  input.setAttribute("aria-label", word("rich-address"));
  const take = Object.assign(document.createElement("button"), { type: "button", className: "btn small", textContent: word("rich-take") });
  let range = null;
  const leave = () => { row.hidden = true; sheet.focus(); getSelection().removeAllRanges(); getSelection().addRange(range); };
  const set = () => { leave(); write(sheet, range, whole(input.value.trim())); };
  // The line is not part of the form: what is typed here is no change of it, and Enter does not send it.
  input.addEventListener("input", (event) => event.stopPropagation());
  input.addEventListener("change", (event) => event.stopPropagation());
  input.addEventListener("keydown", (event) => {
    if (event.isComposing || !["Enter", "Escape"].includes(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
    (event.key === "Enter" ? set : leave)();
  });
  take.addEventListener("click", set);
  row.append(input, take);
  const ask = () => { range = chosenIn(sheet); input.value = linkAt(range)?.getAttribute("href") ?? ""; row.hidden = false; input.focus(); input.select(); };
  return { row, ask };
}
