// Of tabs that do not all fit, the current one is in sight.
for (const tab of document.querySelectorAll(":is(.tabs, .settings-nav) [aria-current]")) {
  const strip = tab.parentElement;
  strip.scrollLeft = tab.offsetLeft - strip.offsetLeft - (strip.clientWidth - tab.offsetWidth) / 2;
}
