// Formatted text: a sheet to write on in place of the HTML that the form sends; without this script the HTML itself.
import htmx from "htmx.org";
import { linkRow } from "./rich-links.js";
import { word } from "./words.js";

const COMMANDS = [["bold", "B"], ["italic", "I"], ["formatBlock", "H", "h3"], ["insertUnorderedList", "•"], ["insertOrderedList", "1."], ["createLink", "↗"], ["removeFormat", "×"]];

function button(sheet, link, [name, sign, value]) {
  const made = Object.assign(document.createElement("button"), { type: "button", className: "btn bare small", textContent: sign });
  made.setAttribute("aria-label", word(`rich-${name}`));
  made.addEventListener("mousedown", (event) => event.preventDefault());
  made.addEventListener("click", () => {
    sheet.focus();
    if (name === "createLink") link.ask();
    else document.execCommand(name, false, value);
  });
  return made;
}

function dress(area) {
  if (area.dataset.rich === "on") return;
  area.dataset.rich = "on";
  const sheet = document.createElement("div");
  sheet.className = "input rich prose";
  sheet.contentEditable = "true";
  sheet.setAttribute("role", "textbox");
  sheet.setAttribute("aria-multiline", "true");
  sheet.setAttribute("aria-label", area.labels?.[0]?.textContent ?? area.getAttribute("aria-label") ?? "");
  // What the server gives was cleaned there before it was kept.
  sheet.innerHTML = area.value;
  const bar = document.createElement("div");
  bar.className = "rich-bar";
  const link = linkRow(sheet);
  bar.append(...COMMANDS.map((each) => button(sheet, link, each)));
  sheet.addEventListener("input", () => { area.value = sheet.innerHTML; area.dispatchEvent(new Event("input", { bubbles: true })); });
  sheet.addEventListener("paste", (event) => { event.preventDefault(); document.execCommand("insertText", false, event.clipboardData.getData("text/plain")); });
  area.hidden = true;
  area.after(bar, link.row, sheet);
}

htmx.onLoad((root) => {
  if (root.matches?.("textarea[data-rich]")) dress(root);
  root.querySelectorAll?.("textarea[data-rich]").forEach(dress);
});
