// The words JavaScript says, from the page, in the reader's language.
const words = new Map();
const HAN = /\p{Script=Han}/u, LETTER = /[\p{L}\p{N}]/u;
const WIDE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303f\uff00-\uff60]/u;

export function word(name, values = {}) {
  if (!words.size) {
    const template = document.getElementById("words");
    for (const item of template?.content.querySelectorAll("[data-word]") ?? []) words.set(item.dataset.word, item.textContent);
  }
  return filled(words.get(name) ?? name, values);
}

// A sentence with its places filled, spaced as Chinese is written; the server does the same (kernel/values/spacing.py).
function filled(text, values) {
  const [first, ...rest] = text.split(/\{(\w+)\}/);
  let said = first;
  for (let at = 0; at < rest.length; at += 2) {
    const shown = String(values[rest[at]] ?? ""), letters = [...shown.trim()];
    const before = said.replace(/ $/, ""), after = rest[at + 1].replace(/^ /, "");
    said = before + gap([...before].at(-1), letters, said.slice(before.length)) + shown;
    said += gap([...after][0], letters.reverse(), rest[at + 1].slice(0, rest[at + 1].length - after.length)) + after;
  }
  return said;
}

function gap(beside, letters, held) {
  const letter = letters.find((each) => LETTER.test(each));
  if (!letter || !HAN.test(beside ?? "")) return held;
  return WIDE.test(letters[0]) || WIDE.test(letter) ? "" : " ";
}

export function announce(text) {
  const place = document.getElementById("announcer");
  place.textContent = "";
  requestAnimationFrame(() => { place.textContent = text; });
}
