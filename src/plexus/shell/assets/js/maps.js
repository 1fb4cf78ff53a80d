// A map wider than its box is shown from what was opened last, else from its middle.
function show(sheet, place) {
  if (!sheet.clientWidth || !place) return;
  const box = sheet.getBoundingClientRect();
  const there = place.getBoundingClientRect();
  sheet.scrollLeft += there.left + there.width / 2 - box.left - box.width / 2;
  sheet.scrollTop += there.top + there.height / 2 - box.top - box.height / 2;
}

let pressed = "";

function settle(root) {
  for (const sheet of root.querySelectorAll(".sheet")) {
    const opened = pressed && document.getElementById(pressed);
    show(sheet, opened && sheet.contains(opened) ? opened.closest(".node") : sheet.querySelector(".node.centre"));
  }
}

document.addEventListener("click", (event) => {
  pressed = event.target.closest?.(".knob")?.id ?? pressed;
});
document.addEventListener("htmx:afterSettle", (event) => {
  if (event.target.querySelector?.(".sheet")) settle(event.target);
});
settle(document);
