// The one script a page asks for: starts each part of the kit where the page has its attribute, now and after htmx has swapped something in.
import "./page.js";
import "./keys.js";

const PARTS = {
  "[data-map]": "./map.js",
  "[data-timeline]": "./timeline.js",
  "[data-chart]": "./chart.js",
  "[data-report]": "./report.js",
  "[data-drop]": "./drop.js",
};
const started = new WeakSet();

function startAll() {
  for (const [selector, address] of Object.entries(PARTS)) {
    for (const element of document.querySelectorAll(selector)) {
      if (started.has(element)) continue;
      started.add(element);
      import(address).then((part) => part.start(element));
    }
  }
}

startAll();
document.addEventListener("htmx:after:swap", startAll);
