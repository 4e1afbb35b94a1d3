/* The outbox of this phone: drafts and photos in IndexedDB, sent whenever there is a signal, each once.

   A draft: {id, owner, state, at, title, values: [[name, value]], photos: [{field, kind, sha256, name, type, arrived}],
   errors: {field: [sentences]}, url}. States: draft (being written), waiting, refused, sent. The bytes of a photo lie
   beside it under "id/sha256". Whatever is sent twice finds itself there already (grid/views/report.py, uploads.py).
   Words and addresses come from the data attributes of the top bar. */

const bar = document.querySelector("[data-owner]");
const { owner, report, uploads, worker } = bar.dataset;
const chip = bar.querySelector("[data-chip]");
const ready = Boolean(isSecureContext && window.indexedDB && crypto.subtle && window.caches);
const FIRST_PAUSE = 5, LONGEST_PAUSE = 300; // seconds
const HOUR = 3_600_000;
const told = window.BroadcastChannel ? new BroadcastChannel("outbox") : null;

/** Nothing can be sent now, but later; or not before this person signs in again. */
class Later extends Error {}
class SignedOut extends Error {}

// -- what lies there -----------------------------------------------------------------------------

const answered = (request) => new Promise((give, fail) => {
  request.onsuccess = () => give(request.result);
  request.onerror = () => fail(request.error);
});

async function opened() {
  const request = indexedDB.open("outbox", 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore("drafts", { keyPath: "id" });
    request.result.createObjectStore("photos");
  };
  return answered(request);
}

/** Run `act(drafts, photos)` in one transaction; resolves when it is on the disk. */
async function write(act) {
  const database = await opened();
  try {
    const turn = database.transaction(["drafts", "photos"], "readwrite", { durability: "strict" });
    const done = new Promise((give, fail) => {
      turn.oncomplete = give;
      turn.onerror = turn.onabort = () => fail(turn.error);
    });
    const result = await act(turn.objectStore("drafts"), turn.objectStore("photos"));
    await done;
    return result;
  } finally {
    database.close();
  }
}

async function mine() {
  if (!ready) return [];
  const all = await write((drafts) => answered(drafts.getAll()));
  return all.filter((draft) => draft.owner === owner).sort((a, b) => a.at - b.at);
}

const photosOf = (id) => IDBKeyRange.bound(`${id}/`, `${id}/~`);

/** Keep a draft and those of its photos that are new (sha256 → bytes); false when it has gone on its way meanwhile. */
async function keep(draft, fresh = new Map()) {
  if (left) return false;
  const kept = await write(async (drafts, photos) => {
    const before = await answered(drafts.get(draft.id));
    if (before && (before.owner !== owner || !["draft", "refused"].includes(before.state))) return false;
    const arrived = new Set(before?.photos.filter((photo) => photo.arrived).map((photo) => photo.sha256));
    const carried = draft.photos.map((photo) => ({ ...photo, arrived: arrived.has(photo.sha256) }));
    drafts.put({ ...draft, photos: carried, owner, at: before?.at ?? Date.now(), edited: Date.now() });
    for (const [sha256, bytes] of fresh) photos.put(bytes, `${draft.id}/${sha256}`);
    return true;
  });
  await show();
  return kept;
}

async function change(id, differently) {
  await write(async (drafts, photos) => {
    const draft = await answered(drafts.get(id));
    if (!draft) return;
    const now = { ...draft, ...differently(draft) };
    drafts.put(now);
    if (now.state === "sent") photos.delete(photosOf(id));
  });
  await show();
}

async function drop(id) {
  await write((drafts, photos) => {
    drafts.delete(id);
    photos.delete(photosOf(id));
  });
  await show();
}

const bytesOf = (id, sha256) => write((_drafts, photos) => answered(photos.get(`${id}/${sha256}`)));

// -- sending -------------------------------------------------------------------------------------

const token = () => document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? "";

async function ask(address, body, patience = 60_000) {
  let answer;
  try {
    answer = await fetch(address, {
      method: body ? "POST" : "GET", body, redirect: "manual", signal: AbortSignal.timeout(patience),
      headers: { Accept: "application/json", "X-CSRFToken": token(), "X-Drafted-By": owner },
    });
  } catch {
    throw new Later();
  }
  if (answer.type === "opaqueredirect" || answer.status === 403) throw new SignedOut();
  if (![200, 201, 400, 409, 413, 422].includes(answer.status)) throw new Later();
  return { status: answer.status, ...(await answer.json().catch(() => ({}))) };
}

const refused = (said) => ({ state: "refused", errors: said.errors ?? { "": [bar.dataset.refused] }, url: said.url });

/** Send those photos that have not arrived yet; the house is asked first, for an answer may have been lost. */
async function carry(draft) {
  const open = draft.photos.filter((photo) => !photo.arrived);
  if (!open.length) return true;
  const here = await ask(`${uploads}?${new URLSearchParams(open.map((photo) => ["sha256", photo.sha256]))}`);
  for (const photo of open) {
    const said = here[photo.sha256] ? here : await upload(draft, photo);
    if (said.status >= 400) {
      await change(draft.id, () => refused({ errors: said.errors && { [photo.field]: Object.values(said.errors).flat() } }));
      return false;
    }
    await change(draft.id, (now) => ({ photos: now.photos.map((one) => (one.sha256 === photo.sha256 ? { ...one, arrived: true } : one)) }));
  }
  return true;
}

async function upload(draft, photo) {
  const body = new FormData();
  body.append("photo", new Blob([await bytesOf(draft.id, photo.sha256)], { type: photo.type }), photo.name);
  body.append("kind", photo.kind);
  body.append("sha256", photo.sha256);
  return ask(uploads, body, 180_000);
}

async function send(draft) {
  if (!(await carry(draft))) return;
  const body = new FormData();
  for (const [name, value] of draft.values) body.append(name, value);
  for (const photo of draft.photos) body.append("named", `${photo.kind}:${photo.sha256}`);
  body.append("key", draft.id);
  const said = await ask(report, body);
  if (said.status === 201) return change(draft.id, () => ({ state: "sent", url: said.url, values: [], photos: [], at: Date.now() }));
  if (!said.missing?.length) return change(draft.id, () => refused(said));
  await change(draft.id, (now) => ({ photos: now.photos.map((photo) => ({ ...photo, arrived: photo.arrived && !said.missing.includes(photo.sha256) })) }));
  throw new Later();
}

let pauses = 0, timer = 0, held = false, left = false;

/** Send all that waits; one window at a time, `queue`: wait for the turn. */
async function flush({ queue = false } = {}) {
  if (!ready || !report) return;
  clearTimeout(timer);
  const turn = (work) => (navigator.locks ? navigator.locks.request("outbox", { ifAvailable: !queue }, work) : work(true));
  try {
    await turn((lock) => lock && sendAll());
    held = false;
    pauses = 0;
  } catch (error) {
    if (!(error instanceof Later || error instanceof SignedOut)) throw error;
    held = error instanceof SignedOut;
    pauses += 1;
  }
  await show();
  if (!held && (await mine()).some((draft) => draft.state === "waiting")) timer = setTimeout(flush, pause());
}

async function sendAll() {
  const next = async () => (await mine()).find((draft) => draft.state === "waiting");
  for (let draft = await next(); draft; draft = await next()) await send(draft);
}

const pause = () => 1000 * Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** Math.max(0, pauses - 1)) * (0.8 + 0.4 * Math.random());

// -- the chip, the kept form, and the way out ----------------------------------------------------

/** Tell this window and the others what waits. */
async function show(quietly = false) {
  const all = await mine();
  if (!quietly) told?.postMessage("changed");
  dispatchEvent(new CustomEvent("outbox:changed", { detail: { drafts: all, held } }));
  if (!chip) return;
  const count = (state) => all.filter((draft) => draft.state === state).length;
  const words = [[count("waiting"), chip.dataset.waiting], [count("refused"), chip.dataset.refused]];
  const said = words.filter(([n]) => n).map(([n, sentence]) => sentence.replace("{n}", n));
  chip.hidden = false;
  chip.dataset.tone = count("refused") ? "bad" : said.length ? "open" : "done";
  chip.querySelector("span").textContent = said.join(" · ") || chip.dataset.synced;
}

/** The page of the form is kept for the person who is signed in, and for nobody else. */
async function keepForm() {
  const person = await caches.open("person");
  const key = new URL(`${report}?for=${owner}`, location.href).href;
  for (const other of await person.keys()) if (!report || other.url !== key) await person.delete(other);
  const before = report && (await person.match(key));
  if (!report || (before && Date.now() - Date.parse(before.headers.get("Date")) < HOUR)) return;
  const answer = await fetch(report, { headers: { "X-Drafted-By": owner }, redirect: "manual" });
  if (answer.ok) await person.put(key, answer);
}

async function wipe() {
  const gone = new Promise((give) => {
    const request = indexedDB.deleteDatabase("outbox");
    request.onsuccess = request.onerror = request.onblocked = give;
  });
  const caching = caches.keys().then((names) => Promise.all(names.map((name) => caches.delete(name))));
  const workers = navigator.serviceWorker.getRegistrations().then((all) => Promise.all(all.map((one) => one.unregister())));
  await Promise.race([Promise.all([gone, caching, workers]), new Promise((give) => setTimeout(give, 3000))]);
}

/** Who leaves takes everything along; what waits would be lost, so that is asked first. */
async function leave(event) {
  event.preventDefault();
  const unsent = (await mine()).filter((draft) => draft.state !== "sent").length;
  if (unsent && !confirm(bar.dataset.leaving.replace("{n}", unsent))) return;
  clearTimeout(timer);
  left = true;
  await wipe();
  event.target.submit();
}

/** What was sent is told for an hour. */
async function tidy() {
  for (const draft of await mine()) if (draft.state === "sent" && Date.now() - draft.at > HOUR) await drop(draft.id);
}

window.outbox = { ready: Boolean(ready && report), owner, mine, keep, change, drop, bytesOf, flush, show };

if (ready) {
  for (const form of document.querySelectorAll(`form[action="${bar.dataset.logout}"]`)) form.addEventListener("submit", leave);
  told?.addEventListener("message", () => show(true));
  addEventListener("online", () => {
    pauses = 0;
    flush();
  });
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && flush());
  navigator.serviceWorker?.register(worker).catch(() => {});
  keepForm().catch(() => {});
  tidy().then(() => flush());
}
