/* Forms everywhere: sent once, a fresh key after "back", a counter of characters, menus that close. */

const busy = (form, on) => {
  form.toggleAttribute("data-sent", on);
  for (const button of form.querySelectorAll("button:not([type=button])")) {
    button.setAttribute("aria-busy", on);
  }
};

// A second click on the way does nothing; the server would notice it as well.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  if (form.hasAttribute("data-sent")) event.preventDefault();
  else busy(form, true);
});

// randomUUID exists on secure origins only, and an office's own server may speak plain http.
function freshKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

// A page that comes back from the browser's memory is a new form, not the one already taken.
addEventListener("pageshow", (event) => {
  for (const form of document.querySelectorAll("form[data-sent]")) busy(form, false);
  if (!event.persisted) return;
  for (const key of document.querySelectorAll('form input[type="hidden"][name="key"]')) key.value = freshKey();
});

function count(area) {
  const said = area.parentElement.querySelector(".counter") ?? area.parentElement.appendChild(document.createElement("span"));
  said.className = "counter";
  said.textContent = `${area.value.length} / ${area.maxLength}`;
}
for (const area of document.querySelectorAll("textarea[maxlength]")) {
  area.addEventListener("input", () => count(area));
  count(area);
}

// One menu at a time; a click elsewhere or Escape closes it.
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.dropmenu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll("details.dropmenu[open]")) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}
