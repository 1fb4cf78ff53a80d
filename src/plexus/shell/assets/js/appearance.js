// Theme, width of the rail, height of rows, folded groups.
import { remember } from "./cookies.js";
import { ask } from "./requests.js";

const root = document.documentElement;

function setTheme(theme) {
  root.dataset.theme = theme;
  remember("theme", theme);
  for (const item of document.querySelectorAll("[data-theme-set]")) item.setAttribute("aria-checked", item.dataset.themeSet === theme);
  document.dispatchEvent(new CustomEvent("theme-changed"));
  if (document.querySelector("[data-theme-set]")) ask("POST", "/me/preferences", { values: { theme }, quiet: true });
}

function isDark() {
  return root.dataset.theme === "dark" || (root.dataset.theme !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
}

function setDensity(density) {
  root.dataset.density = density;
  remember("density", density);
  for (const item of document.querySelectorAll("[data-density-set]")) item.setAttribute("aria-pressed", item.dataset.densitySet === density);
}

function toggleRail() {
  root.dataset.rail = root.dataset.rail === "narrow" ? "wide" : "narrow";
  remember("rail", root.dataset.rail);
}

document.addEventListener("click", (event) => {
  const on = (name) => event.target.closest(`[${name}]`);
  if (on("data-theme-toggle")) setTheme(isDark() ? "light" : "dark");
  else if (on("data-theme-set")) setTheme(on("data-theme-set").dataset.themeSet);
  else if (on("data-density-set")) setDensity(on("data-density-set").dataset.densitySet);
  else if (on("data-rail-toggle")) toggleRail();
});

document.addEventListener("toggle", (event) => {
  if (!event.target.dataset?.fold) return;
  remember("folded", [...document.querySelectorAll("[data-fold]:not([open])")].map((group) => group.dataset.fold).join("."));
}, true);

matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => document.dispatchEvent(new CustomEvent("theme-changed")));
