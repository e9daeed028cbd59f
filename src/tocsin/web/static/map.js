// Events on a map that needs no network: countries from Natural Earth, their names drawn by the browser's own fonts.
//
// Names: with no `glyphs` address in the style MapLibre draws every letter on a canvas in a local font, so no glyph files are served or fetched.
// "Bold" in a font's name is read as its weight; the family before it is made up and falls back to sans-serif.
//
// How exactly a place is known is told by the sign. A settlement or landmark is a filled shape; a district, admin-2, admin-1 or region a hollow ring
// that grows with it; a whole country is hatched, with the number of its events at its middle, and never a dot.
// Events of one place are one feature (reports name towns, so hundreds share a point); places near each other cluster.
import * as maplibre from "./vendor/maplibre/maplibre-gl.mjs";
import { beside, colour, failed, json, part, stylesheet, submit } from "./dom.js";
import { FAMILIES, OTHER, familyOf, trace } from "./families.js";

const RINGS = { district: 7, admin2: 9, admin1: 13, region: 17 }; // radius in pixels
const FIT = 5; // the nearest zoom a map begins with: a single town is shown with the country around it
const LISTED = 50; // events a popup lists at most
const MIXED = "several families";
const PLAIN = ["sans-serif"];
const BOLD = ["Tocsin Bold"];
const CREDIT = "Map: Natural Earth, borders as held on the ground; no position is taken on any of them.";

maplibre.setWorkerUrl(beside("./vendor/maplibre/maplibre-gl-worker.mjs")); // served by us, as worker-src 'self' asks

/** Draw the map in `element`. */
export async function start(element) {
  window.tocsin ??= {};
  window.tocsin.map = { ready: false, count: 0 };
  try {
    const [events, countries, borders] = await Promise.all([
      json(element.dataset.src),
      json(beside("./vendor/world/countries.geojson")),
      json(beside("./vendor/world/borders.geojson")),
      stylesheet(beside("./vendor/maplibre/maplibre-gl.css")),
    ]);
    draw(element, sorted(events.features, countries), countries, borders);
    window.tocsin.map.count = events.features.length;
  } catch (error) {
    failed(element, error);
  }
}

// What is drawn where

/** The events by how they are shown: places (filled), areas (rings) and whole countries, each feature with its events. */
function sorted(features, countries) {
  const shapes = new Map(countries.features.filter(({ properties }) => properties.code).map(({ properties }) => [properties.code, properties]));
  const groups = { places: new Map(), areas: new Map(), wholes: new Map() };
  const nowhere = [];
  for (const { properties, geometry } of features) {
    const { precision, country } = properties;
    const whole = precision === "country";
    const at = whole ? shapes.get(country)?.at : geometry?.coordinates;
    if (!at) {
      nowhere.push(properties);
      continue;
    }
    const group = whole ? groups.wholes : precision in RINGS ? groups.areas : groups.places;
    const key = whole ? country : String(at);
    if (!group.has(key)) group.set(key, { at, events: [], precision, country });
    const one = group.get(key);
    if (RINGS[precision] > RINGS[one.precision]) one.precision = precision; // a province and its district may share a middle: one ring, the wider
    one.events.push(properties);
  }
  const kept = [];
  const collection = (group) => ({
    type: "FeatureCollection",
    features: [...group.values()].map(({ at, events, precision, country }) => {
      const families = new Set(events.map((event) => event.family));
      const family = families.size > 1 ? MIXED : [...families][0];
      kept.push(events);
      return {
        type: "Feature",
        geometry: { type: "Point", coordinates: at },
        properties: {
          kept: kept.length - 1,
          count: events.length,
          family: family in FAMILIES ? family : MIXED,
          precision,
          country,
          name: shapes.get(country)?.name,
        },
      };
    }),
  });
  return {
    places: collection(groups.places),
    areas: collection(groups.areas),
    wholes: collection(groups.wholes),
    kept,
    nowhere,
    codes: [...groups.wholes.keys()],
  };
}

/** The names of countries as points. Those with a count of their own are named by it. */
function names(countries, codes) {
  const features = countries.features
    .filter(({ properties }) => !codes.includes(properties.code))
    .map(({ properties }) => ({ type: "Feature", properties, geometry: { type: "Point", coordinates: properties.at } }));
  return { type: "FeatureCollection", features };
}

// How it is drawn

const byFamily = () => [
  "match",
  ["get", "family"],
  ...Object.entries(FAMILIES).flatMap(([name, family]) => [name, colour(family.colour)]),
  colour(OTHER.colour),
];

function layers() {
  const [text, raised, land, line, name, accent] = ["--text", "--raised", "--land", "--border", "--place-name", "--accent"].map(colour);
  const single = ["all", ["!", ["has", "point_count"]], ["==", ["get", "count"], 1]];
  const several = ["all", ["!", ["has", "point_count"]], [">", ["get", "count"], 1]];
  const sized = (count) => ["interpolate", ["linear"], ["log10", count], 0, 9, 1, 12, 2, 16, 3, 21, 4, 26];
  const whole = (id, codes) => ({ id, source: "countries", filter: ["in", ["get", "code"], ["literal", codes]] });
  return (codes) => [
    { id: "sea", type: "background", paint: { "background-color": colour("--sea") } },
    { id: "land", type: "fill", source: "countries", paint: { "fill-color": land, "fill-antialias": false } },
    { ...whole("whole-hatch", codes), type: "fill", paint: { "fill-pattern": "hatch" } },
    {
      id: "borders",
      type: "line",
      source: "borders",
      paint: { "line-color": line, "line-width": ["interpolate", ["linear"], ["zoom"], 1, 0.5, 6, 1.4] },
    },
    { ...whole("whole-outline", codes), type: "line", paint: { "line-color": accent, "line-width": 1.5, "line-dasharray": [3, 1.5] } },
    {
      id: "names",
      type: "symbol",
      source: "names",
      layout: {
        "text-field": ["get", "name"],
        "text-font": PLAIN,
        "text-size": ["interpolate", ["linear"], ["zoom"], 1, 10, 5, 14],
        "text-max-width": 7,
        "text-letter-spacing": 0.03,
        "symbol-sort-key": ["-", 0, ["get", "weight"]],
        "text-padding": 6,
      },
      paint: { "text-color": name, "text-halo-color": land, "text-halo-width": 1.2 },
    },
    {
      id: "areas",
      type: "circle",
      source: "areas",
      paint: {
        "circle-radius": ["interpolate", ["linear"], ["zoom"], 1, ["*", 0.6, ring()], 6, ring(), 10, ["*", 1.8, ring()]],
        "circle-color": raised,
        "circle-opacity": 0.35,
        "circle-stroke-color": byFamily(),
        "circle-stroke-width": 2,
      },
    },
    {
      id: "area-signs",
      type: "symbol",
      source: "areas",
      filter: ["==", ["get", "count"], 1],
      layout: { "icon-image": ["get", "family"], "icon-size": 0.5, "icon-allow-overlap": true, "icon-ignore-placement": true },
    },
    {
      id: "area-counts",
      type: "symbol",
      source: "areas",
      filter: [">", ["get", "count"], 1],
      layout: {
        "text-field": ["to-string", ["get", "count"]],
        "text-font": BOLD,
        "text-size": 11,
        "text-allow-overlap": true,
        "text-ignore-placement": true,
      },
      paint: { "text-color": text, "text-halo-color": raised, "text-halo-width": 1.2 },
    },
    {
      id: "clusters",
      type: "circle",
      source: "places",
      filter: ["has", "point_count"],
      paint: {
        "circle-color": colour("--muted"),
        "circle-radius": sized(["get", "events"]),
        "circle-stroke-color": raised,
        "circle-stroke-width": 2,
        "circle-opacity": 0.94,
      },
    },
    {
      id: "several",
      type: "circle",
      source: "places",
      filter: several,
      paint: { "circle-color": byFamily(), "circle-radius": sized(["get", "count"]), "circle-stroke-color": raised, "circle-stroke-width": 2 },
    },
    {
      id: "counts",
      type: "symbol",
      source: "places",
      filter: ["any", ["has", "point_count"], several],
      layout: {
        "text-field": short(["coalesce", ["get", "events"], ["get", "count"]]),
        "text-font": BOLD,
        "text-size": 11.5,
        "text-allow-overlap": true,
        "text-ignore-placement": true,
      },
      paint: { "text-color": raised },
    },
    {
      id: "single",
      type: "symbol",
      source: "places",
      filter: single,
      layout: { "icon-image": ["get", "family"], "icon-allow-overlap": true, "icon-ignore-placement": true },
    },
    {
      id: "whole-counts",
      type: "symbol",
      source: "wholes",
      layout: {
        "text-field": ["concat", ["get", "name"], " ", ["to-string", ["get", "count"]]],
        "text-font": BOLD,
        "text-size": 12,
        "icon-image": "pill",
        "icon-text-fit": "both",
        "icon-text-fit-padding": [3, 7, 3, 7],
        "text-allow-overlap": true,
        "icon-allow-overlap": true,
      },
      paint: { "text-color": accent },
    },
  ];
}

const ring = () => ["match", ["get", "precision"], ...Object.entries(RINGS).flat(), 9];
const short = (count) => ["case", [">=", count, 10000], ["concat", ["to-string", ["round", ["/", count, 1000]]], "k"], ["to-string", count]];

/** The icons, drawn here in the colours of the theme: a sign for each family, the hatching, and the box behind a country's count. */
function icons() {
  const raised = colour("--raised");
  const accent = colour("--accent");
  const signs = Object.entries({ ...FAMILIES, [MIXED]: OTHER }).map(([name, family]) => [
    name,
    painted(36, 36, (context) => {
      trace(context, name, 5, 5, 26);
      context.lineJoin = "round";
      context.lineWidth = 5;
      context.strokeStyle = raised;
      context.stroke();
      context.fillStyle = colour(family.colour);
      context.fill();
    }),
    { pixelRatio: 2 },
  ]);
  const hatch = painted(16, 16, (context) => {
    context.strokeStyle = accent;
    context.globalAlpha = 0.4;
    context.lineWidth = 1.6;
    for (const shift of [-16, 0, 16]) {
      context.moveTo(shift - 2, 18);
      context.lineTo(shift + 18, -2);
    }
    context.stroke();
  });
  const pill = painted(48, 40, (context) => {
    context.roundRect(2, 2, 44, 36, 10);
    context.fillStyle = raised;
    context.fill();
    context.lineWidth = 2.5;
    context.strokeStyle = accent;
    context.stroke();
  });
  return [
    ...signs,
    ["hatch", hatch, { pixelRatio: 2 }],
    ["pill", pill, { pixelRatio: 2, stretchX: [[14, 34]], stretchY: [[14, 26]], content: [8, 6, 40, 34] }],
  ];
}

function painted(width, height, paint) {
  const context = Object.assign(document.createElement("canvas"), { width, height }).getContext("2d");
  paint(context);
  return context.getImageData(0, 0, width, height);
}

// The map itself

function draw(element, shown, countries, borders) {
  const holder = part("div", { class: "map-canvas" });
  Object.assign(holder.style, { position: "absolute", inset: "0" });
  element.replaceChildren(holder);
  const source = (data, more = {}) => ({ type: "geojson", data, ...more });
  const map = new maplibre.Map({
    container: holder,
    center: [18, 18],
    zoom: 1.1,
    minZoom: 0.3,
    maxZoom: 12,
    attributionControl: false,
    dragRotate: false,
    pitchWithRotate: false,
    fadeDuration: 120,
    cooperativeGestures: matchMedia("(pointer: coarse)").matches, // a finger that scrolls the page is not caught by the map
    locale: { "Map.Title": element.getAttribute("aria-label") ?? "Map of events" },
    style: {
      version: 8,
      sources: {
        countries: source(countries, { tolerance: 0.2 }),
        borders: source(borders, { tolerance: 0.2 }),
        names: source(names(countries, shown.codes)),
        areas: source(shown.areas),
        wholes: source(shown.wholes),
        places: source(shown.places, { cluster: true, clusterRadius: 34, clusterMaxZoom: 9, clusterProperties: { events: ["+", ["get", "count"]] } }),
      },
      layers: layers()(shown.codes),
    },
  });
  map.touchZoomRotate.disableRotation();
  map.addControl(new maplibre.NavigationControl({ showCompass: false }), "top-right");
  for (const [name, image, options] of icons()) map.addImage(name, image, options);
  if ("fit" in element.dataset) fit(map, shown);
  legend(element, shown);
  if (element.dataset.form) searchHere(element, map);
  choosing(element, map, shown);
  map.once("idle", () => {
    window.tocsin.map.ready = true;
  });

  const recolour = () => {
    if (!element.isConnected) {
      document.removeEventListener("tocsin:theme", recolour);
      map.remove();
      return;
    }
    for (const [name, image] of icons()) map.updateImage(name, image);
    for (const { id, paint = {} } of layers()(shown.codes)) for (const [key, value] of Object.entries(paint)) map.setPaintProperty(id, key, value);
  };
  document.addEventListener("tocsin:theme", recolour);
}

function fit(map, { places, areas, wholes }) {
  const bounds = new maplibre.LngLatBounds();
  for (const { geometry } of [...places.features, ...areas.features]) bounds.extend(geometry.coordinates);
  for (const {
    geometry: {
      coordinates: [x, y],
    },
  } of wholes.features)
    bounds.extend([x - 6, Math.max(y - 6, -80)]).extend([x + 6, Math.min(y + 6, 80)]);
  if (!bounds.isEmpty()) map.fitBounds(bounds, { padding: 48, maxZoom: FIT, animate: false });
}

/** Pointing and choosing. */
function choosing(element, map, shown) {
  const layerIds = ["whole-counts", "single", "several", "clusters", "areas", "whole-hatch"];
  const topmost = (point) =>
    map.queryRenderedFeatures(point, { layers: layerIds }).sort((a, b) => layerIds.indexOf(a.layer.id) - layerIds.indexOf(b.layer.id))[0];
  map.on("mousemove", (event) => {
    map.getCanvas().style.cursor = topmost(event.point) ? "pointer" : "";
  });
  map.on("click", async (event) => {
    const feature = topmost(event.point);
    if (!feature) return;
    if (feature.layer.id === "clusters") {
      const zoom = await map.getSource("places").getClusterExpansionZoom(feature.properties.cluster_id);
      map.easeTo({ center: feature.geometry.coordinates, zoom });
      return;
    }
    const { kept } =
      feature.layer.id === "whole-hatch"
        ? shown.wholes.features.find(({ properties }) => properties.country === feature.properties.code).properties
        : feature.properties;
    popup(element, map, feature.geometry.type === "Point" ? feature.geometry.coordinates : event.lngLat, shown.kept[kept]);
  });
}

function popup(element, map, at, events) {
  const select = (event) => element.dispatchEvent(new CustomEvent("tocsin:select", { bubbles: true, detail: event }));
  const list = part("ul", { class: "map-events" });
  for (const event of events.slice(0, LISTED)) {
    const facts = [event.date, event.type, event.killed ? `${event.killed} killed` : null, event.precision].filter(Boolean).join(" · ");
    const item = part(
      "li",
      {},
      part("a", { href: event.url }, event.title),
      part("span", { class: "family", "data-family": event.family }, part("span", { class: "muted small" }, facts)),
    );
    item.addEventListener("pointerenter", () => select(event));
    item.addEventListener("focusin", () => select(event));
    list.append(item);
  }
  if (events.length > LISTED) list.append(part("li", { class: "muted" }, `and ${events.length - LISTED} more: narrow the search to list them`));
  new maplibre.Popup({ maxWidth: "none", focusAfterOpen: true }).setLngLat(at).setDOMContent(list).addTo(map);
  if (events.length === 1) select(events[0]);
}

/** A button that appears once the user has moved the map, and puts what is in view into the form. */
function searchHere(element, map) {
  const button = part("button", { class: "button map-search", type: "button", hidden: "" }, "Search this area");
  element.append(button);
  map.on("moveend", (event) => {
    if (event.originalEvent) button.hidden = false;
  });
  button.addEventListener("click", () => {
    const bounds = map.getBounds();
    const west = Math.max(bounds.getWest(), -180);
    const east = Math.min(bounds.getEast(), 180);
    submit(element.dataset.form, { bbox: [west, bounds.getSouth(), east, bounds.getNorth()].map((degrees) => degrees.toFixed(3)).join(",") });
  });
}

function legend(element, { places, areas, wholes, kept, nowhere }) {
  const families = new Set(kept.flat().map((event) => event.family));
  const list = part("ul");
  for (const name of Object.keys(FAMILIES))
    if (families.has(name)) list.append(part("li", {}, part("span", { class: "family", "data-family": name }, name)));
  const sign = (kind, words) => list.append(part("li", {}, part("span", { class: `sign ${kind}`, "aria-hidden": "true" }), words));
  if (places.features.length) sign("many", "several events, with their number");
  if (areas.features.length) sign("", "known by district, province or region only");
  if (wholes.features.length) sign("land", "known by country only");
  const missing = nowhere.length ? part("p", {}, `${nowhere.length} of the events cannot be placed.`) : null;
  const details = part("details", { class: "map-legend" }, part("summary", {}, "Legend"), list, missing, part("p", {}, CREDIT));
  details.open = element.clientWidth > 640;
  element.append(details);
}
