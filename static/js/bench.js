/* The workbench: one tick for all rows of the page. */

document.addEventListener("change", (event) => {
  const all = event.target.closest?.("[data-tick-all]");
  if (!all) return;
  for (const box of all.form.querySelectorAll(`input[type="checkbox"][name="${all.dataset.tickAll}"]`)) box.checked = all.checked;
});
