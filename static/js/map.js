/* Maps: one case, a district coloured by a value, many points, a picker. All words are text nodes. */

const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const get = async (url) => (await fetch(url, { headers: { Accept: "application/geo+json, application/json" } })).json();
const quiet = { interactive: false };

function words(...lines) {
  const box = document.createElement("div");
  lines.filter((line) => line !== undefined && line !== "").forEach((line, n) => {
    const part = document.createElement(n ? "i" : "b");
    part.textContent = line;
    box.append(part);
  });
  return box;
}

function popup(place) {
  const box = document.createElement("div");
  box.className = "map-pop";
  const title = document.createElement("b");
  if (place.url) {
    const link = title.appendChild(document.createElement("a"));
    link.href = place.url;
    link.textContent = place.label;
  } else title.textContent = place.label;
  box.append(title);
  for (const line of place.lines ?? []) box.appendChild(document.createElement("p")).textContent = line;
  return box;
}

const pin = (lat, lng, tone = "", more = {}) =>
  L.marker([lat, lng], {
    icon: L.divIcon({ className: `map-pin ${tone ? `map-pin-${tone}` : ""}`, iconSize: [26, 26], iconAnchor: [13, 31], popupAnchor: [0, -28] }),
    ...more,
  });

const fit = (map, bounds) => bounds.isValid() && map.fitBounds(bounds, { padding: [14, 14], animate: false, maxZoom: 17 });

async function outlines(map, urls, style) {
  const bounds = L.latLngBounds([]);
  for (const url of urls) bounds.extend(L.geoJSON(await get(url), { ...quiet, style }).addTo(map).getBounds());
  return bounds;
}

const urls = (text) => (text ?? "").split(" ").filter(Boolean);

/** The thin lines under everything, and the thick one around: data-thin and data-outline. */
async function ground(map, { thin, outline }) {
  await outlines(map, urls(thin), { fill: false, color: "#fff", weight: 0.7, opacity: 0.8 });
  return outlines(map, urls(outline), { fill: false, color: css("--navy-800"), weight: 2.5 });
}

async function point(map, data) {
  const spot = [Number(data.lat), Number(data.lng)];
  map.setView(spot, 16);
  pin(...spot, data.tone, { alt: data.label, title: data.label, keyboard: false }).addTo(map);
  if (data.area) fit(map, await outlines(map, [data.area], { color: css("--primary"), weight: 2, fillOpacity: 0.12 }));
}

/* data-layer: GeoJSON with properties.code and name; data-values: id of a json_script [{code, text, step, url}], step 1–4 or 0. */
async function values(map, data) {
  const rows = new Map(JSON.parse(document.getElementById(data.values).textContent).map((row) => [row.code, row]));
  const fill = (row) => (row?.step ? css(`--rate-${row.step}`) : css("--rate-none"));
  const plain = { color: "#fff", weight: 2 };
  const layer = L.geoJSON(await get(data.layer), {
    style: (area) => ({ ...plain, fillColor: fill(rows.get(area.properties.code)), fillOpacity: 0.88 }),
    onEachFeature: (area, shape) => {
      const row = rows.get(area.properties.code);
      const inverse = row && (row.step === 1 || row.step === 4) ? " map-label-inv" : "";
      shape.bindTooltip(words(area.properties.name.replace(/街道$/, ""), row?.text ?? "—"), {
        permanent: data.labels !== "hover", direction: "center", className: data.labels !== "hover" ? `map-label${inverse}` : "",
      });
      shape.on("mouseover", () => shape.setStyle({ weight: 3, color: css("--navy-900") }));
      shape.on("mouseout", () => shape.setStyle(plain));
      if (row?.url) shape.on("click", () => location.assign(row.url));
    },
  }).addTo(map);
  await ground(map, data);
  fit(map, layer.getBounds());
}

const plainArea = () => ({ color: "#fff", weight: 1.5, fillColor: css("--blue-200"), fillOpacity: 0.75 });

/* Areas that say their name under the pointer and lead to their page: `card` is its address with CODE in it. */
async function doors(map, url, card) {
  const style = plainArea();
  L.geoJSON(await get(url), {
    style,
    onEachFeature: (area, shape) => {
      shape.bindTooltip(words(area.properties.name), { direction: "center" });
      shape.on("mouseover", () => shape.setStyle({ weight: 3, color: css("--navy-900") }));
      shape.on("mouseout", () => shape.setStyle(style));
      shape.on("click", () => location.assign(card.replace("CODE", area.properties.code)));
    },
  }).addTo(map);
}

/* data-places: address of [{lat, lng, label, url, tone, lines}] or id of a json_script with the same;
   data-card makes the areas lead to their pages. */
async function places(map, data) {
  if (data.areas && data.card) await doors(map, data.areas, data.card);
  else if (data.areas) await outlines(map, urls(data.areas), plainArea());
  const bounds = await ground(map, data);
  const script = document.getElementById(data.places);
  const rows = script ? JSON.parse(script.textContent) : await get(data.places);
  for (const row of rows) {
    pin(row.lat, row.lng, row.tone, { alt: row.label, title: row.label }).bindPopup(() => popup(row)).addTo(map);
    bounds.extend([row.lat, row.lng]);
  }
  fit(map, bounds);
}

/* A pin that can be dragged; its place goes to the form's inputs lng and lat, and place:picked tells the rest. */
async function picker(map, data, box) {
  const form = box.closest("form");
  const bounds = await outlines(map, urls(data.areas), { color: "#fff", weight: 1.5, fillColor: css("--blue-200"), fillOpacity: 0.7 });
  await ground(map, data);
  fit(map, bounds);
  let mark;
  const put = ({ lat, lng }, told) => {
    mark ??= pin(lat, lng, "", { draggable: true, alt: data.label }).addTo(map).on("dragend", () => put(mark.getLatLng(), true));
    mark.setLatLng([lat, lng]);
    form.elements.lat.value = lat.toFixed(6);
    form.elements.lng.value = lng.toFixed(6);
    if (told) box.dispatchEvent(new CustomEvent("place:picked", { bubbles: true, detail: { lat, lng } }));
  };
  map.on("click", (event) => put(event.latlng, true));
  document.addEventListener("place:found", ({ detail }) => {
    put(detail, false);
    map.setView([detail.lat, detail.lng], Math.max(map.getZoom(), 16), { animate: false });
  });
  if (form.elements.lat.value) put({ lat: Number(form.elements.lat.value), lng: Number(form.elements.lng.value) }, true);
}

const KINDS = { point, values, places, picker };

// Named in {% leaflet_map callback="gridMap" %}; the event tells the page's inline starters that it is there.
window.gridMap = (map) => {
  const box = map.getContainer().closest("[data-map]");
  map.options.zoomSnap = 0.1;
  map.options.maxZoom = 18;
  if (!map._loaded) map.setView([39.165, 117.153], 13);
  new ResizeObserver(() => map.invalidateSize()).observe(map.getContainer());
  KINDS[box.dataset.map](map, box.dataset, box);
};
dispatchEvent(new Event("grid:map"));
