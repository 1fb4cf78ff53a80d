// Writing expressions: what is offered goes where the cursor stands, and the list of offers can be searched.
let last = null;

function put(button) {
  const box = document.getElementById(button.dataset.into) ?? (last?.isConnected ? last : button.closest("form").querySelector("[data-expression]"));
  if (!box) return;
  const text = button.dataset.insert;
  if ("whole" in button.dataset) box.value = text;
  else {
    const { selectionStart: from, selectionEnd: to, value } = box;
    const gap = from > 0 && !/[\s(]$/.test(value.slice(0, from)) ? " " : "";
    box.setRangeText(gap + text, from, to, "end");
  }
  box.focus();
  box.dispatchEvent(new Event("input", { bubbles: true }));
}

function find(box) {
  const wanted = box.value.trim().toLowerCase();
  for (const item of box.parentElement.querySelectorAll("li")) item.hidden = !item.textContent.toLowerCase().includes(wanted);
}

document.addEventListener("focusin", (event) => { if (event.target.matches?.("[data-expression]")) last = event.target; });
document.addEventListener("click", (event) => { const button = event.target.closest("[data-insert]"); if (button) put(button); });
document.addEventListener("input", (event) => { if ("offeredFind" in event.target.dataset) { event.stopPropagation(); find(event.target); } }, true);
document.addEventListener("keydown", (event) => { if (event.key === "Enter" && "offeredFind" in (event.target.dataset ?? {})) event.preventDefault(); });
