// A record found by its name: which one was meant, where several bear it.
document.addEventListener("input", (event) => {
  const known = event.target.id && document.querySelector(`[data-known="${CSS.escape(event.target.id)}"]`);
  if (!known) return;
  const chosen = [...(event.target.list?.options ?? [])].find((each) => each.value === event.target.value);
  if (chosen?.dataset.id) known.value = `${chosen.dataset.id}/${chosen.value}`;
});
