// What forms keep in this tab belongs to whoever typed it: another person finds none of it, nobody after signing out.
import { word } from "./words.js";

const KINDS = ["draft", "choices"];
const LEAVING = "leaving";
const LEFT = "signed-out";
const opened = Date.now();
const who = document.documentElement.dataset.who;
const keys = () => Object.keys(sessionStorage).filter((key) => KINDS.includes(key.split(":")[0]));

// Where a form of this person in this workspace keeps what was typed.
export const keyOf = (kind, name) => `${kind}:${who}:${name}`;

function forget(others) {
  for (const key of keys()) if (!others || !key.startsWith(`${key.split(":")[0]}:${others}`)) sessionStorage.removeItem(key);
}

// Only who arrives at the entrance has left; a sign-out that the server did not hear changes nothing.
function leave() {
  const leaving = sessionStorage.getItem(LEAVING);
  sessionStorage.removeItem(LEAVING);
  if (!leaving || who) return;
  forget();
  localStorage.setItem(LEFT, String(Date.now()));
}

// Who is sent to the entrance with something typed is told that it waits.
function tell() {
  if (location.pathname !== "/sign-in" || !keys().length) return;
  const note = Object.assign(document.createElement("div"), { className: "notice", textContent: word("signed-out") });
  note.setAttribute("role", "status");
  document.querySelector(".entrance-card")?.prepend(note);
}

leave();
tell();
// A workspace more of the same login keeps its own; another login's is gone.
if (who) forget(`${who.split(":")[0]}:`);

document.addEventListener("submit", ({ target }) => { if ("signsOut" in target.dataset) sessionStorage.setItem(LEAVING, "1"); });
// Other tabs show what they were told before: they forget it and ask who is there.
addEventListener("storage", ({ key }) => { if (key === LEFT && who) { forget(); location.reload(); } });
addEventListener("pageshow", ({ persisted }) => { if (persisted && who && Number(localStorage.getItem(LEFT)) > opened) location.reload(); });
