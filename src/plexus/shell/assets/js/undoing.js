// What a toast or a timeline offers to take back; where values were changed since, a dialog asks about them first.
import { ask } from "./requests.js";

const ASKED = 409;

document.addEventListener("click", async ({ target }) => {
  const act = target.closest("[data-undo]");
  if (!act) return;
  act.disabled = true;
  const answer = await ask("POST", act.dataset.undo);
  const shown = act.closest(".toast");
  if (answer.ok) shown?.remove();
  else act.disabled = false;
  // Once it is decided, what offered the undo is past.
  if (answer.status === ASKED) document.addEventListener("close-dialog", () => shown?.remove(), { once: true });
});

// One box for all of them: it ticks each, and is ticked no longer once one of them is not.
document.addEventListener("change", ({ target }) => {
  const list = target.closest?.(".contests");
  const all = list?.querySelector("[data-all-contests]");
  if (!all) return;
  const boxes = [...list.querySelectorAll("input")].filter((box) => box !== all);
  if (target === all) for (const box of boxes) box.checked = all.checked;
  else if (!target.checked) all.checked = false;
});
