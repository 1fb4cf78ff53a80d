// The matrix of a role: a whole column at once.
for (const row of document.querySelectorAll("[data-at-once]")) row.hidden = false;

document.addEventListener("change", ({ target }) => {
  if (!target.matches?.("[data-all-levels]") || !target.value) return;
  for (const select of target.closest("table").querySelectorAll(`[data-verb="${target.dataset.allLevels}"] select`)) {
    const offered = [...select.options];
    const wanted = offered.find(({ value }) => value === target.value) ?? (target.value === "none" ? offered[0] : offered.at(-1));
    select.value = wanted.value;
  }
  target.value = "";
});
