// The words JavaScript says, from the page, in the reader's language.
const words = new Map();

export function word(name, values = {}) {
  if (!words.size) {
    const template = document.getElementById("words");
    for (const item of template?.content.querySelectorAll("[data-word]") ?? []) words.set(item.dataset.word, item.textContent);
  }
  return (words.get(name) ?? name).replace(/\{(\w+)\}/g, (_, key) => values[key] ?? "");
}

export function announce(text) {
  const place = document.getElementById("announcer");
  place.textContent = "";
  requestAnimationFrame(() => { place.textContent = text; });
}
