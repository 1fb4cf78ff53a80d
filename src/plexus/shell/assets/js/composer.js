// The composer of a record: kinds as tabs, Ctrl Enter saves, what was written is cleared only when it is saved.
function show(tab) {
  const tabs = [...tab.parentElement.children];
  for (const other of tabs) {
    const on = other === tab;
    other.setAttribute("aria-selected", on);
    other.tabIndex = on ? 0 : -1;
    document.getElementById(other.getAttribute("aria-controls")).hidden = !on;
  }
}

document.addEventListener("click", (event) => {
  const tab = event.target.closest(".compose-kinds [role=tab]");
  if (!tab) return;
  show(tab);
  document.getElementById(tab.getAttribute("aria-controls")).querySelector("textarea")?.focus();
});

document.addEventListener("keydown", (event) => {
  const tab = event.target.closest?.(".compose-kinds [role=tab]");
  const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (tab && by) {
    const tabs = [...tab.parentElement.children];
    const next = tabs.at((tabs.indexOf(tab) + by) % tabs.length);
    show(next);
    next.focus();
  }
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) event.target.closest?.("form")?.requestSubmit();
});

document.addEventListener("htmx:afterRequest", ({ detail }) => {
  const form = detail.elt.closest?.("[data-compose] form");
  if (form && detail.successful && detail.xhr.status < 400) form.reset();
});

// On a phone, one touch opens a kind and the keyboard.
document.addEventListener("click", (event) => {
  const link = event.target.closest('a[href^="#compose-tab-"]');
  const tab = link && document.getElementById(link.hash.slice(1));
  if (!tab) return;
  event.preventDefault();
  tab.click();
  document.getElementById(tab.getAttribute("aria-controls"))?.querySelector("textarea")?.focus();
});
