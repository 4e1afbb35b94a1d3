/* A long list of departments: what is typed narrows it, ticked ones stay in view, and the lead department (the field
   that data-lead names) is not offered a second time. Markup: templates/components/departments.html. */

for (const box of document.querySelectorAll("[data-pick]")) begin(box);

function begin(box) {
  const ticks = [...box.querySelectorAll("input[type=checkbox]")];
  const search = box.querySelector(".pick-search");
  const typed = search.querySelector("input");
  const lead = box.dataset.lead && box.closest("form").elements[box.dataset.lead];
  const show = () => {
    for (const tick of ticks) narrow(tick, typed.value.trim().toLowerCase(), lead?.value);
    for (const part of box.querySelectorAll("section")) part.hidden = !part.querySelector("li:not([hidden])");
    box.querySelector(".pick-list > p").hidden = Boolean(box.querySelector("section:not([hidden])"));
    const chosen = ticks.filter((tick) => tick.checked).length;
    search.querySelector("span").textContent = chosen ? box.dataset.chosen.replace("{n}", chosen) : "";
  };
  search.hidden = false;
  typed.addEventListener("input", show);
  typed.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
  box.addEventListener("change", show);
  lead?.addEventListener("change", show);
  show();
}

function narrow(tick, words, lead) {
  const leads = tick.value === lead;
  tick.disabled = leads;
  if (leads) tick.checked = false;
  tick.closest("li").hidden = leads || !(tick.checked || words.split(/\s+/).every((word) => tick.dataset.words.includes(word)));
}
