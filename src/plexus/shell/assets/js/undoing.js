// What a toast or a timeline offers to take back.
import { ask } from "./requests.js";

document.addEventListener("click", async ({ target }) => {
  const act = target.closest("[data-undo]");
  if (!act) return;
  act.disabled = true;
  const answer = await ask("POST", act.dataset.undo);
  if (answer.ok) act.closest(".toast")?.remove();
  else act.disabled = false;
});
