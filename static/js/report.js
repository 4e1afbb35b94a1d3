/* The report's place: the grid the phone found is chosen in the list, and a grid chosen by hand outdoes the phone. */

const form = document.querySelector("form.report");
const grid = form.elements.grid;
const place = form.querySelector("[data-locate]");

for (const hidden of form.querySelectorAll("[data-locate], .adjust")) hidden.hidden = false;

document.addEventListener("place:found", ({ detail }) => {
  const known = [...grid.options].some((option) => option.value && option.value === detail.found.code);
  if (known) grid.value = detail.found.code;
  else if (detail.found.code) place.querySelector("[data-more]").textContent = place.dataset.elsewhere;
});

grid.addEventListener("change", () => {
  form.elements.lng.value = "";
  form.elements.lat.value = "";
});
