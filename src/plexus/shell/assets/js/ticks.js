// A form whose boxes are ticked one by one or all at once; its button says how many it is about.
const boxes = (form) => [...form.querySelectorAll("input[type=checkbox][name]:not(:disabled)")];

function show(form) {
  const all = boxes(form);
  const count = all.filter((box) => box.checked).length;
  const head = form.querySelector("[data-tick-all]");
  head.checked = count > 0 && count === all.length;
  head.indeterminate = count > 0 && !head.checked;
  form.querySelector("[data-ticked]").hidden = !count;
  form.querySelector("[data-unticked]").hidden = count > 0;
  form.querySelector("[data-tick-count]").textContent = count;
}

document.addEventListener("change", ({ target }) => {
  const form = target.closest?.("form[data-ticks]");
  if (!form || target.type !== "checkbox") return;
  if ("tickAll" in target.dataset) for (const box of boxes(form)) box.checked = target.checked;
  show(form);
});
