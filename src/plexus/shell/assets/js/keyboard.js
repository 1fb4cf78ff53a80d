// When single letters are commands, and when they are text.
export function isTyping(event) {
  return event.ctrlKey || event.metaKey || event.altKey || event.isComposing
    || event.target.closest?.("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable], [role=menu], dialog[open]");
}
