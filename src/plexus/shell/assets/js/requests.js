// How pages talk to the server: htmx with the CSRF token; problems shown in place or as a toast; nothing typed is lost.
import htmx from "htmx.org";
import { toast } from "./toasts.js";
import { word } from "./words.js";

const CALM = 200;
let under_way = 0;

window.htmx = htmx;

// What proves that a request comes from a page of ours.
export function token() {
  return document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? document.querySelector('meta[name="csrf-token"]')?.content ?? "";
}

function problemOf(text) {
  const page = new DOMParser().parseFromString(text, "text/html");
  const found = page.querySelector("[data-problem]");
  return found && { title: found.querySelector("[data-problem-title]")?.textContent, why: found.querySelector("[data-problem-title] ~ p")?.textContent, node: found };
}

function messageOf(xhr) {
  if (xhr.status === 401) return word("signed-out");
  if ((xhr.getResponseHeader("Content-Type") ?? "").includes("json")) {
    try { const problem = JSON.parse(xhr.responseText); return problem.detail ?? problem.title ?? word("refused"); } catch { return word("refused"); }
  }
  const problem = problemOf(xhr.responseText);
  if (problem?.title) return problem.why ?? problem.title;
  return word(xhr.status >= 500 ? "failed" : "refused");
}

const showsProblems = (element) => element.matches("main, #dialog, [data-problems='here']");

// Ask the server without an element of the page; resolves to {ok, status, text} and never throws.
export function ask(verb, url, { values = {}, target = null, swap = "none", quiet = false } = {}) {
  return new Promise((resolve) => {
    const source = document.createElement("span");
    source.hidden = true;
    source.dataset.quiet = quiet ? "1" : "";
    document.body.append(source);
    source.addEventListener("htmx:afterRequest", ({ detail }) => {
      setTimeout(() => source.remove());
      resolve({ ok: detail.xhr.status >= 200 && detail.xhr.status < 400, status: detail.xhr.status, text: detail.xhr.responseText });
    });
    htmx.ajax(verb, url, { source, target: target ?? source, swap, values })?.catch(() => {});
  });
}

document.addEventListener("htmx:configRequest", ({ detail }) => {
  detail.headers["X-CSRFToken"] = token();
});

document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  const { xhr, target } = detail;
  if (xhr.status < 400) return;
  const problem = problemOf(xhr.responseText);
  if (!problem) return;
  // A page that refuses is no entry of a timeline and no row of a list: it is told.
  if (!showsProblems(target)) { if (detail.shouldSwap) { detail.shouldSwap = false; refuse(detail); } return; }
  detail.serverResponse = problem.node.outerHTML;
  detail.swapOverride = "innerHTML";
  detail.shouldSwap = true;
  detail.isError = false;
});

function refuse({ elt, xhr }) {
  if (!elt.dataset.quiet) toast({ text: messageOf(xhr), tone: "bad" });
}

document.addEventListener("htmx:responseError", ({ detail }) => refuse(detail));

for (const name of ["htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(name, ({ detail }) => {
    if (!detail.elt?.matches?.(".work")) toast({ text: word("offline"), tone: "bad" });
  });
}

document.addEventListener("htmx:beforeRequest", (event) => {
  // What is being edited survives a refresh of what stands around it; what is being saved need not.
  if (event.detail.elt.matches("#sheet, #board, #record, #worklist") && event.detail.elt.querySelector("[data-editing]:not([data-saving])")) { event.preventDefault(); return; }
  under_way += 1;
  setTimeout(() => { if (under_way) document.documentElement.dataset.loading = ""; }, CALM);
});

document.addEventListener("htmx:afterRequest", () => {
  under_way = Math.max(0, under_way - 1);
  if (!under_way) delete document.documentElement.dataset.loading;
});
