/* The report's place: the grid the phone found is chosen in the list, and a grid chosen by hand outdoes the phone.
   Without a signal the phone knows where it is but not the grid's name: the house then looks (guessed).
   The map is fetched when somebody opens it. */

const form = document.querySelector("form.report");
const grid = form.elements.grid;
const place = form.querySelector("[data-locate]");
const adjust = form.querySelector(".adjust");

for (const hidden of [place, adjust]) hidden.hidden = false;

document.addEventListener("place:found", ({ detail: { found } }) => {
  const known = [...grid.options].some((option) => option.value && option.value === found.code);
  form.elements.guessed.value = found.unnamed ? "on" : "";
  if (known) grid.value = found.code;
  else if (found.code) place.querySelector("[data-more]").textContent = place.dataset.elsewhere;
});

grid.addEventListener("change", () => {
  for (const name of ["lng", "lat", "guessed"]) form.elements[name].value = "";
  form.dataset.placed = "yes";
});

const loaded = (part) => new Promise((give, fail) => {
  part.onload = give;
  part.onerror = fail;
  document.head.append(part);
});

function part(name, said) {
  return loaded(Object.assign(document.createElement(name), said));
}

async function fetchMap() {
  const words = (text) => text.split(" ").filter(Boolean);
  const { styles, scripts, starter } = adjust.dataset;
  await Promise.all(words(styles).map((href) => part("link", { rel: "stylesheet", href })));
  for (const src of words(scripts)) await part("script", { src });
  await part("script", { src: starter, type: "module" });
}

adjust.addEventListener("toggle", async () => {
  if (!adjust.open || adjust.dataset.fetched) return;
  adjust.dataset.fetched = "yes";
  const note = adjust.querySelector("[data-none]");
  note.hidden = true;
  await fetchMap().catch(() => {
    adjust.dataset.fetched = "";
    note.hidden = false;
  });
});

/* What is known already is asked of the house; with no line there is nobody to ask. */
document.addEventListener("htmx:beforeRequest", (event) => {
  if (!navigator.onLine) event.preventDefault();
});
