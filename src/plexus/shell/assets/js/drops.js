// A place to drop a file: says its name; the input underneath does the work.
document.addEventListener("change", (event) => {
  const zone = event.target.closest("[data-drop]");
  if (zone && !zone.closest("[data-files]") && event.target.files?.length) zone.querySelector("[data-drop-name]").textContent = [...event.target.files].map((file) => file.name).join(", ");
});
for (const [name, on] of [["dragover", true], ["dragleave", false], ["drop", false]]) {
  document.addEventListener(name, (event) => event.target.closest?.("[data-drop]")?.toggleAttribute("data-over", on));
}
