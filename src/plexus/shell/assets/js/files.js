// Files: dropped on a record or chosen there, sent with a bar that tells how far; and files that a form sends ahead.
import { token } from "./requests.js";
import { toast } from "./toasts.js";
import { word } from "./words.js";

const hasFiles = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
const boxOn = () => document.querySelector("[data-files]");

function send(url, files, told) {
  const form = new FormData();
  for (const file of files) form.append("file", file);
  return post(url, form, told);
}

// Send a form and be told how far it is; `ended` resolves to what came back, and never throws.
export function post(url, form, told) {
  const http = new XMLHttpRequest();
  http.open("POST", url);
  http.setRequestHeader("X-CSRFToken", token());
  http.setRequestHeader("HX-Request", "true");
  http.upload.addEventListener("progress", (event) => { if (event.lengthComputable) told(Math.round((100 * event.loaded) / event.total)); });
  const ended = new Promise((resolve) => {
    http.addEventListener("loadend", () => resolve({ status: http.status, text: http.responseText, events: http.getResponseHeader("HX-Trigger"), away: http.getResponseHeader("HX-Redirect") }));
  });
  http.send(form);
  return { ended, stop: () => http.abort() };
}

export function refusalOf({ status, text }) {
  if (status === 0) return word("offline");
  try { return JSON.parse(text).detail ?? word("refused"); } catch { /* a page */ }
  const why = new DOMParser().parseFromString(text, "text/html").querySelector("[data-problem-title] ~ p")?.textContent;
  return why ?? word(status >= 500 ? "failed" : "refused");
}

function lineFor(box, files) {
  const line = document.createElement("li");
  const name = Object.assign(document.createElement("span"), { className: "what", textContent: files.length === 1 ? files[0].name : word("files", { count: files.length }) });
  const bar = Object.assign(document.createElement("progress"), { max: 100, value: 0 });
  bar.setAttribute("aria-label", name.textContent);
  const stop = Object.assign(document.createElement("button"), { type: "button", className: "btn bare small", textContent: word("stop") });
  line.append(name, bar, stop);
  box.querySelector(".coming").append(line);
  return { line, bar, stop };
}

async function put(box, files) {
  if (!files.length) return;
  const { line, bar, stop } = lineFor(box, files);
  const sending = send(box.dataset.files, files, (percent) => { bar.value = percent; if (percent === 100) bar.removeAttribute("value"); });
  let stopped = false;
  stop.addEventListener("click", () => { stopped = true; sending.stop(); });
  const answer = await sending.ended;
  line.remove();
  if (answer.away) { location.assign(answer.away); return; }
  if (answer.status < 200 || answer.status >= 400 || !answer.status) {
    if (!stopped) toast({ text: refusalOf(answer), tone: "bad" });
    return;
  }
  for (const [name, detail] of Object.entries(JSON.parse(answer.events ?? "{}"))) document.body.dispatchEvent(new CustomEvent(name, { detail, bubbles: true }));
}

document.addEventListener("change", async (event) => {
  const box = event.target.matches("[data-files] input[type=file]") && event.target.closest("[data-files]");
  if (!box) return;
  const files = [...event.target.files];
  event.target.value = "";
  await put(box, files);
});

// A file may be dropped anywhere on a record that takes files.
document.addEventListener("dragover", (event) => {
  const box = hasFiles(event) && !event.target.closest?.("[data-drop]") && boxOn();
  if (!box) return;
  event.preventDefault();
  box.querySelector(".drop").toggleAttribute("data-over", true);
});
document.addEventListener("dragleave", (event) => { if (!event.relatedTarget) boxOn()?.querySelector(".drop").removeAttribute("data-over"); });
document.addEventListener("drop", (event) => {
  const box = hasFiles(event) && !event.target.closest?.("[data-drop]") && boxOn();
  if (!box) return;
  event.preventDefault();
  box.querySelector(".drop").removeAttribute("data-over");
  put(box, [...event.dataTransfer.files]);
});

// A control that holds a file: its value is what stands for the file, and its name behind a slash.
const nameOf = (held) => held.value.split("/").slice(1).join("/");

function showHeld(zone) {
  const [held, label] = [zone.querySelector("[data-held-file]"), zone.querySelector("[data-drop-name]")];
  label.textContent = nameOf(held) || label.dataset.none;
  zone.toggleAttribute("data-filled", Boolean(held.value));
  zone.parentElement.querySelector("[data-let-go]").hidden = !held.value;
}

function hold(zone, value) {
  const held = zone.querySelector("[data-held-file]");
  held.value = value;
  showHeld(zone);
  for (const kind of ["input", "change", "filed"]) held.dispatchEvent(new Event(kind, { bubbles: true }));
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-let-go]");
  if (!button) return;
  const zone = button.parentElement.querySelector("[data-upload]");
  const chooser = zone.querySelector("input[type=file]");
  chooser.value = "";
  chooser.focus();
  hold(zone, "");
});

// What a draft brings back, and what a form that is emptied began with.
function showAll(form) { form.querySelectorAll("[data-named]").forEach(showHeld); }
document.addEventListener("restored", ({ target }) => showAll(target));
document.addEventListener("reset", ({ target }) => {
  for (const held of target.querySelectorAll("[data-held-file]")) held.value = held.dataset.first;
  showAll(target);
});

// In a form: the file goes ahead, and what stands for it goes with the form.
document.addEventListener("change", async (event) => {
  const zone = event.target.matches("[data-upload] input[type=file]") && event.target.closest("[data-upload]");
  if (!zone || !event.target.files.length) return;
  const [held, bar, form] = [zone.querySelector("input[type=hidden]"), zone.querySelector("progress"), zone.closest("form")];
  const named = "named" in zone.dataset;
  if (named && event.target.files[0].size > Number(zone.dataset.most)) { showHeld(zone); return; }
  const buttons = [...(form?.querySelectorAll("[type=submit]") ?? [])];
  buttons.forEach((each) => { each.disabled = true; });
  bar.hidden = false;
  const answer = await send(zone.dataset.upload, [event.target.files[0]], (percent) => { bar.value = percent; }).ended;
  bar.hidden = true;
  buttons.forEach((each) => { each.disabled = false; });
  if (answer.status !== 200) {
    event.target.value = "";
    if (named) showHeld(zone);
    toast({ text: refusalOf(answer), tone: "bad" });
    return;
  }
  const told = JSON.parse(answer.text);
  if (named) { hold(zone, `${told.upload}/${told.name}`); return; }
  held.value = told.upload;
  const name = form.querySelector("input[name=name]");
  if (name && !name.value) name.value = told.name;
});
