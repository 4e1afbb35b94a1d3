/* The service worker: the form of a report opens in a stairwell, and nothing else of anybody is kept.

   HOUSE (from /sw.js) = {kept: [addresses of style sheets and scripts], page: the form's address, version}.
   The page of the form is kept by static/js/outbox.js, for one person at a time, in the cache "person". */

const KEPT = `kept-${HOUSE.version}`;
const PERSON = "person";
const PATIENCE = 5000; // ms that a weak signal gets before the kept page opens
const kept = new Set(HOUSE.kept.map((address) => new URL(address, location.href).pathname));
const anyhow = { ignoreVary: true, ignoreSearch: true };

addEventListener("install", (event) => {
  skipWaiting();
  event.waitUntil(caches.open(KEPT).then((cache) => cache.addAll(HOUSE.kept)));
});

addEventListener("activate", (event) => event.waitUntil(clients.claim().then(renew)));

/** The kept page names the style sheets of its own day: with new ones it is fetched anew, and only then are the old dropped. */
async function renew() {
  const person = await caches.open(PERSON);
  for (const key of await person.keys()) {
    const owner = new URL(key.url).searchParams.get("for");
    const answer = await fetch(HOUSE.page, { headers: { "X-Drafted-By": owner }, redirect: "manual" });
    if (!answer.ok) return;
    await person.put(key, answer);
  }
  for (const name of await caches.keys()) if (name.startsWith("kept-") && name !== KEPT) await caches.delete(name);
}

addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== location.origin) return;
  if (request.mode === "navigate") {
    if (address.pathname === HOUSE.page) event.respondWith(form(request));
  } else if (kept.has(address.pathname)) event.respondWith(file(request));
});

async function file(request) {
  return (await caches.match(request, { ...anyhow, cacheName: KEPT })) ?? (await caches.match(request, anyhow)) ?? fetch(request);
}

/** From the house where it answers in time, otherwise as it was kept. */
async function form(request) {
  const asked = fetch(request);
  const late = new Promise((give) => setTimeout(give, PATIENCE));
  const answer = await Promise.race([asked, late]).catch(() => null);
  if (answer && answer.status < 502) return answer;
  return (await shell()) ?? asked;
}

async function shell() {
  const person = await caches.open(PERSON);
  const [key] = await person.keys();
  return key && person.match(key);
}
