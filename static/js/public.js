/* The public form's place: a street narrows the list of communities; the phone or the map chooses one in it. */

const form = document.querySelector("form.report");
const list = form.elements.community;
const street = form.querySelector(".street");
const groups = [...list.querySelectorAll("optgroup")];

for (const hidden of form.querySelectorAll("[data-locate], .adjust")) hidden.hidden = false;

if (groups.length > 1) {
  const choice = street.querySelector("select");
  for (const group of groups) choice.add(new Option(group.label, group.label));
  choice.addEventListener("change", () => narrow(choice.value));
  street.hidden = false;
}

/** Only one street's communities, and the one chosen while it is among them. */
function narrow(name) {
  const chosen = list.value;
  for (const group of groups) group.remove();
  list.append(...groups.filter((group) => !name || group.label === name));
  list.value = [...list.options].some((option) => option.value === chosen) ? chosen : "";
}

document.addEventListener("place:found", ({ detail }) => {
  if (!detail.found.code) return;
  narrow(street.querySelector("select").value = "");
  list.value = detail.found.code;
});

// A community chosen by hand outdoes the phone.
list.addEventListener("change", () => {
  form.elements.lng.value = "";
  form.elements.lat.value = "";
});
