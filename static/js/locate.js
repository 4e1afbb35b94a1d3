/* Where am I: ask the phone, name the grid back. Strings and addresses come from data attributes.

   <div class="place" data-locate data-url="…" data-asking="…" data-refused="…" data-accuracy="…{n}…">
     <b data-name>…</b><p data-more>…</p><button type="button" data-again hidden>…</button></div>
   data-url (may be empty) answers {name, grid} as JSON to ?lng=…&lat=…; with data-quiet the phone is
   asked only when the button is pressed; data-unnamed is said where there is no signal to ask for the name.
   The script fills the inputs named lng, lat and accuracy of its form and fires place:found {lng, lat, accuracy,
   found}; found.unnamed where the house could not be asked. A form that says place:kept has its place already,
   and with place:again it is a new one. */

function set(form, name, value) {
  const input = form.elements[name];
  if (input) input.value = value;
}

async function nameOf(box, lng, lat) {
  if (!box.dataset.url) return {};
  const address = new URL(box.dataset.url, location.href);
  address.searchParams.set("lng", lng);
  address.searchParams.set("lat", lat);
  try {
    const answer = await fetch(address, { headers: { Accept: "application/json" } });
    return answer.ok ? await answer.json() : { unnamed: true };
  } catch {
    return { unnamed: true };
  }
}

async function place(box, lng, lat, accuracy) {
  const form = box.closest("form");
  set(form, "lng", lng.toFixed(6));
  set(form, "lat", lat.toFixed(6));
  set(form, "accuracy", accuracy == null ? "" : Math.round(accuracy));
  const found = await nameOf(box, lng, lat);
  box.querySelector("[data-name]").textContent = found.name ?? ((found.unnamed && box.dataset.unnamed) || box.dataset.nowhere);
  const more = [found.grid, accuracy == null ? "" : box.dataset.accuracy.replace("{n}", Math.round(accuracy))];
  box.querySelector("[data-more]").textContent = more.filter(Boolean).join(" · ");
  box.dispatchEvent(new CustomEvent("place:found", { bubbles: true, detail: { lng, lat, accuracy, found } }));
}

function ask(box) {
  const again = box.querySelector("[data-again]");
  const refused = () => {
    box.querySelector("[data-name]").textContent = box.dataset.refused;
    if (again) again.hidden = false;
  };
  if (!navigator.geolocation || !isSecureContext) return refused();
  box.querySelector("[data-name]").textContent = box.dataset.asking;
  const form = box.closest("form");
  delete form.dataset.placed;
  const found = ({ coords }) => form.dataset.placed ?? place(box, coords.longitude, coords.latitude, coords.accuracy);
  navigator.geolocation.getCurrentPosition(found, refused, { enableHighAccuracy: true, timeout: 10000, maximumAge: 30000 });
}

for (const box of document.querySelectorAll("[data-locate]")) {
  box.querySelector("[data-again]")?.addEventListener("click", () => ask(box));
  document.addEventListener("place:picked", ({ detail }) => place(box, detail.lng, detail.lat, null));
  const form = box.closest("form");
  form.addEventListener("place:kept", () => {
    form.dataset.placed = "yes";
    box.querySelector("[data-again]").hidden = false;
    const { lng, lat, grid } = form.elements;
    if (lat.value) return place(box, Number(lng.value), Number(lat.value), null);
    box.querySelector("[data-name]").textContent = grid?.selectedOptions[0]?.textContent ?? "";
    box.querySelector("[data-more]").textContent = "";
  });
  form.addEventListener("place:again", () => {
    set(form, "lng", "");
    set(form, "lat", "");
    if (box.dataset.quiet === undefined) ask(box);
  });
  if (form.elements.lat?.value) place(box, Number(form.elements.lng.value), Number(form.elements.lat.value), null);
  else if (box.dataset.quiet === undefined) ask(box);
  else box.querySelector("[data-again]").hidden = false;
}
