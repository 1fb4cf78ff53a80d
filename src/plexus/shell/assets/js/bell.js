// The figure at the bell: asked for once the page stands, then each minute while somebody looks.
const EVERY = 60_000;

async function ring() {
  const bell = document.querySelector("a.bell");
  if (!bell?.dataset.bell || document.hidden) return;
  const answer = await fetch(bell.dataset.bell, { redirect: "manual" }).catch(() => null);
  if (!answer?.ok) return;
  const told = await answer.json().catch(() => null);
  if (!told) return;
  bell.setAttribute("aria-label", told.label);
  bell.title = told.label;
  let figure = bell.querySelector("b");
  if (!told.unread) { figure?.remove(); return; }
  if (!figure) { figure = document.createElement("b"); figure.setAttribute("aria-hidden", "true"); bell.append(figure); }
  figure.textContent = told.unread;
}

setTimeout(ring, 300);
setInterval(ring, EVERY);
document.addEventListener("told", ring);
document.addEventListener("visibilitychange", ring);
