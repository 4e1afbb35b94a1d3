/* The report as a draft: kept while it is written, found again on coming back, and handed to the outbox when sent.

   Without outbox (no secure origin, no IndexedDB) the form is sent as any other. */

const { outbox } = window;
const form = document.querySelector("form.report");
const boxes = [...form.querySelectorAll("[data-photos]")].map((box) => box.photoBox);
const note = form.querySelector("[data-kept]");
const PAUSE = 400; // ms after the last key before the draft is written down
const PATIENCE = 15_000; // ms after which a report goes on its way in the background
const NOT_SAID = new Set(["csrfmiddlewaretoken", "key", "named", "before_view"]);
const hex = (buffer) => [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, "0")).join("");

let id = null;
let written = new Set(); // photos of this draft that the outbox has
let replaces = null; // the draft that this one stands for
let timer = 0;
let pressed = null; // the button by which it is sent: "the same matter" says which
const read = new WeakMap(); // file → its sha256 and bytes

async function known(file) {
  if (!read.has(file)) {
    const bytes = await file.arrayBuffer();
    read.set(file, { bytes, sha256: hex(await crypto.subtle.digest("SHA-256", bytes)) });
  }
  return read.get(file);
}

function values() {
  const said = [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !NOT_SAID.has(name));
  return pressed?.name ? [...said, [pressed.name, pressed.value]] : said;
}

/** The form as the outbox keeps it, and the bytes of photos it does not have yet. */
async function gather(state) {
  const photos = [], fresh = new Map();
  for (const box of boxes) {
    for (const file of box.files) {
      const { sha256, bytes } = await known(file);
      photos.push({ field: box.input.name, kind: box.kindOf(file), sha256, name: file.name, type: file.type });
      if (!written.has(sha256)) fresh.set(sha256, bytes);
    }
  }
  const title = form.elements.text.value.trim().slice(0, 40);
  return [{ id, state, title, values: values(), photos, errors: {} }, fresh];
}

function stop() {
  clearTimeout(timer);
  timer = 0;
}

async function save(state = "draft") {
  stop();
  const [draft, fresh] = await gather(state);
  const kept = await outbox.keep(draft, fresh);
  if (!kept) return false;
  for (const sha256 of fresh.keys()) written.add(sha256);
  if (replaces) await outbox.drop(replaces);
  replaces = null;
  return true;
}

/** Another window has sent this draft meanwhile: what is typed now is a new one. */
async function saveSoon() {
  if (await save()) return;
  begin();
  await save();
}

function begin(as = crypto.randomUUID(), photos = []) {
  id = form.dataset.draft = as;
  written = new Set(photos.map((photo) => photo.sha256));
}

function later() {
  clearTimeout(timer);
  timer = setTimeout(() => saveSoon().catch(() => {}), PAUSE);
}

// -- back into the form --------------------------------------------------------------------------

function fill(said) {
  const given = new Map();
  for (const [name, value] of said) given.set(name, [...(given.get(name) ?? []), value]);
  for (const control of form.elements) {
    if (!control.name || control.type === "file" || NOT_SAID.has(control.name)) continue;
    const mine = given.get(control.name) ?? [];
    if (["radio", "checkbox"].includes(control.type)) control.checked = mine.includes(control.value);
    else control.value = mine[0] ?? "";
    if (control.matches("textarea")) control.dispatchEvent(new Event("input"));
  }
}

async function filesOf(draft, field) {
  const mine = draft.photos.filter((photo) => photo.field === field);
  const bytes = await Promise.all(mine.map((photo) => outbox.bytesOf(draft.id, photo.sha256)));
  const files = mine.map((photo, place) => new File([bytes[place]], photo.name, { type: photo.type }));
  return [files, mine.map((photo) => photo.kind)];
}

/** Show a draft in the form, with what was wrong with it. */
async function open(draft) {
  fill(draft.values);
  for (const box of boxes) box.put(...(await filesOf(draft, box.input.name)));
  // What its key has filed already, with other content, is filed anew under a key of its own.
  replaces = draft.url ? draft.id : null;
  if (draft.url) begin();
  else begin(draft.id, draft.photos);
  stop();
  complain(draft.errors ?? {});
  form.dispatchEvent(new CustomEvent("place:kept", { bubbles: true }));
  note.hidden = Object.keys(draft.errors ?? {}).length > 0;
  await outbox.show(true);
}

function clear() {
  form.reset();
  for (const box of boxes) box.put([]);
  stop();
  replaces = null;
  complain({});
  note.hidden = true;
  begin();
  for (const area of form.querySelectorAll("textarea")) area.dispatchEvent(new Event("input"));
  form.dispatchEvent(new CustomEvent("place:again", { bubbles: true }));
}

/** Sentences at their fields, as the page of the house has them; what belongs to no field stands on top. */
function complain(errors) {
  for (const old of form.querySelectorAll(".errorlist, [data-wrong]")) old.remove();
  for (const [name, sentences] of Object.entries(errors)) {
    const list = document.createElement("ul");
    list.className = "errorlist";
    for (const sentence of sentences) list.appendChild(document.createElement("li")).textContent = sentence;
    placeOf(name).append(list);
  }
  const first = form.querySelector(".errorlist");
  if (first) first.scrollIntoView({ block: "center" });
}

function placeOf(name) {
  const controls = name && form.elements[name];
  const control = controls instanceof RadioNodeList ? controls[0] : controls;
  const place = control?.closest(".field, .switch, .panel");
  if (place) return place;
  const top = document.createElement("div");
  top.dataset.wrong = "";
  top.className = "callout callout-danger";
  top.setAttribute("role", "alert");
  form.prepend(top);
  return top;
}

/** What the house would refuse at once need not travel. */
function lacking() {
  const errors = {};
  if (!form.elements.category.value) errors.category = [form.dataset.lacksType];
  if (!form.elements.source && !boxes[0].files.length && !form.querySelector(".kept input:checked")) errors.before = [form.dataset.lacksPhoto];
  return errors;
}

// -- sending -------------------------------------------------------------------------------------

async function submit() {
  await Promise.all(boxes.map((box) => box.settled));
  const errors = lacking();
  complain(errors);
  if (Object.keys(errors).length) return;
  try {
    if (!(await save("waiting"))) return;
  } catch {
    form.submit(); // the phone's memory is full: then as any other form
    return;
  }
  navigator.storage?.persist?.().catch(() => {});
  await Promise.race([outbox.flush({ queue: true }), new Promise((give) => setTimeout(give, PATIENCE))]);
  await conclude((await outbox.mine()).find((draft) => draft.id === id));
}

async function conclude(draft) {
  if (draft?.state === "sent") location.assign(draft.url);
  else if (draft?.state === "refused") await open(draft);
  else {
    clear();
    document.getElementById("waiting").focus();
    scrollTo(0, 0);
  }
}

async function start() {
  begin();
  form.addEventListener("input", later);
  form.addEventListener("change", later);
  form.addEventListener("photos:changed", ({ detail }) => detail.settled && detail.files.length && later());
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && timer && save().catch(() => {}));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (form.hasAttribute("data-sent")) return;
    form.toggleAttribute("data-sent", true);
    pressed = event.submitter;
    await submit().finally(() => form.removeAttribute("data-sent"));
    pressed = null;
  });
  note.querySelector("button").addEventListener("click", () => outbox.drop(id).then(clear));
  document.addEventListener("draft:open", ({ detail }) => open(detail));
  document.addEventListener("draft:dropped", ({ detail }) => detail === id && clear());
  if (form.dataset.bound !== undefined) return;
  const unfinished = (await outbox.mine()).filter((draft) => draft.state === "draft");
  if (unfinished.length) await open(unfinished.sort((a, b) => b.edited - a.edited)[0]);
}

if (outbox?.ready) start();
