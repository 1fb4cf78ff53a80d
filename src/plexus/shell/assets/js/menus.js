// Popovers beside their button; arrow keys, home, end and letters inside menus.
const GAP = 4;

function place(menu, button) {
  const from = button.getBoundingClientRect();
  const size = menu.getBoundingClientRect();
  const left = from.left + size.width > innerWidth - GAP ? from.right - size.width : from.left;
  const below = from.bottom + GAP;
  const top = below + size.height > innerHeight - GAP ? from.top - size.height - GAP : below;
  menu.style.left = `${Math.max(GAP, Math.min(left, innerWidth - size.width - GAP))}px`;
  menu.style.top = `${Math.max(GAP, top)}px`;
}

const items = (menu) => [...menu.querySelectorAll('[role^="menuitem"]:not([hidden])')].filter((item) => item.getClientRects().length);

function step(menu, event) {
  const all = items(menu);
  const here = all.indexOf(document.activeElement);
  const next = { ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: all.length - 1 }[event.key];
  if (next !== undefined) {
    event.preventDefault();
    all.at(next % all.length)?.focus();
  } else if (event.key.length === 1 && /\S/.test(event.key) && !event.ctrlKey && !event.metaKey) {
    const letter = event.key.toLowerCase();
    [...all.slice(here + 1), ...all].find((item) => item.textContent.trim().toLowerCase().startsWith(letter))?.focus();
  }
}

document.addEventListener("toggle", (event) => {
  const menu = event.target;
  if (!menu.matches?.(".menu[popover]")) return;
  const button = document.querySelector(`[popovertarget="${menu.id}"]`);
  button?.setAttribute("aria-expanded", event.newState === "open");
  if (event.newState !== "open" || !button) return;
  place(menu, button);
  items(menu)[0]?.focus();
}, true);

document.addEventListener("keydown", (event) => {
  const menu = event.target.closest?.('.menu[role="menu"]');
  if (menu) step(menu, event);
});

document.addEventListener("click", (event) => {
  const item = event.target.closest('.menu [role^="menuitem"]');
  if (item && !item.matches("[data-theme-set]")) item.closest("[popover]").hidePopover();
});
