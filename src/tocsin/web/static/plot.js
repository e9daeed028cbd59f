// What the two plots share: uPlot itself, the table that says the same in words, and drawing anew when the theme or the width changes.
import { beside, colour, json, part, script, stylesheet } from "./dom.js";

/** uPlot's constructor; its minified build is a classic script. */
export async function plotter() {
  await Promise.all([script(beside("./vendor/uplot/uPlot.iife.min.js")), stylesheet(beside("./vendor/uplot/uPlot.min.css"))]);
  return window.uPlot;
}

/** The data of a plot: written in the page, or to be fetched. */
export function given(element) {
  const inline = element.querySelector('script[type="application/json"]');
  return inline ? JSON.parse(inline.textContent) : json(element.dataset.src);
}

export const DAY = 86400; // seconds
export const seconds = (day) => Date.parse(`${day}T00:00:00Z`) / 1000;
export const day = (time) => new Date(time * 1000).toISOString().slice(0, 10);

/** uPlot formats times in the local zone, which would move days: ours are dates without a zone. */
export const utc = (uPlot) => (time) => uPlot.tzDate(new Date(time * 1000), "UTC");

export function axis(more = {}) {
  const line = { stroke: colour("--line"), width: 1 };
  return { stroke: colour("--muted"), font: "12px system-ui, sans-serif", grid: line, ticks: { ...line, size: 4 }, gap: 4, ...more };
}

const STEPS = [1, 2, 7, 14, 30, 61, 91, 182, 365, 730, 1826, 3652]; // days between two dates of an axis; from 30 on it is months that are counted
const MONDAY = 4; // the first Monday of 1970, in days

/** Dates on days, Mondays, first days of months or years: never hours, and never the middle of a month under the month's name. */
function dates(low, high, step) {
  if (step < 30) {
    const first = Math.ceil((low / DAY - MONDAY) / step) * step + MONDAY;
    return Array.from({ length: Math.max(0, Math.floor((high / DAY - first) / step) + 1) }, (_, i) => (first + i * step) * DAY);
  }
  const months = Math.round(step / 30.44);
  const year = new Date(low * 1000).getUTCFullYear();
  const found = [];
  for (let month = months > 12 ? -12 * (year % (months / 12)) : 0; ; month += months) {
    const time = Date.UTC(year, month) / 1000;
    if (time > high) return found;
    if (time >= low) found.push(time);
  }
}

/** The axis of dates; the year is written where it begins. */
export const dateAxis = () =>
  axis({
    grid: { show: false },
    incrs: STEPS.map((days) => days * DAY),
    space: 64,
    splits: (_, __, low, high, step) => dates(low, high, step / DAY),
    values: (_, times, __, ___, step) =>
      times.map((time, i) => {
        const date = new Date(time * 1000);
        const year = date.getUTCFullYear();
        if (step >= 365 * DAY) return `${year}`;
        const month = date.toLocaleString("en", { month: "short", timeZone: "UTC" });
        const words = step >= 30 * DAY ? month : `${date.getUTCDate()} ${month}`;
        return i && new Date(times[i - 1] * 1000).getUTCFullYear() === year ? words : `${words}\n${year}`;
      }),
  });

/** Draw by `make(width) -> plot` now and whenever the theme or the width changes; the table goes behind a button. */
export function drawn(element, make, table) {
  const canvas = part("div", { class: "canvas", role: "img", "aria-label": element.getAttribute("aria-label") ?? "Plot" });
  element.prepend(canvas);
  let plot = make(canvas, canvas.clientWidth);
  let width = canvas.clientWidth;
  const again = () => {
    if (!element.isConnected) return stop();
    plot.destroy();
    plot = make(canvas, canvas.clientWidth);
  };
  const watch = new ResizeObserver(() => {
    if (!canvas.clientWidth || canvas.clientWidth === width) return;
    width = canvas.clientWidth;
    again();
  });
  const stop = () => {
    watch.disconnect();
    document.removeEventListener("tocsin:theme", again);
    plot.destroy();
  };
  watch.observe(canvas);
  document.addEventListener("tocsin:theme", again);
  behindButton(element, table);
}

function behindButton(element, made) {
  const table = element.querySelector("table") ?? made();
  const box = part("div", { class: "plot-table", hidden: "", tabindex: "0", role: "region", "aria-label": "The plot as a table" });
  const button = part("button", { class: "button quiet small", type: "button", "aria-expanded": "false" }, "Show as a table");
  box.append(table);
  button.addEventListener("click", () => {
    box.hidden = !box.hidden;
    button.setAttribute("aria-expanded", String(!box.hidden));
    button.textContent = box.hidden ? "Show as a table" : "Hide the table";
  });
  element.append(part("div", { class: "plot-foot" }, part("span", {}, element.dataset.hint ?? ""), button), box);
}

/** A table from a heading row and rows of words or elements; all but the first column are numbers unless `words` names them. */
export function tableOf(heads, rows, words = [0]) {
  const cell = (tag, value, i) => part(tag, { ...(words.includes(i) ? {} : { class: "num" }), ...(tag === "th" ? { scope: "col" } : {}) }, value);
  return part(
    "table",
    { class: "data" },
    part("thead", {}, part("tr", {}, ...heads.map((head, i) => cell("th", head, i)))),
    part("tbody", {}, ...rows.map((row) => part("tr", {}, ...row.map((value, i) => cell("td", value, i))))),
  );
}

/** A box that follows the pointer inside a plot. */
export function tip(canvas) {
  const box = part("div", { class: "plot-tip", hidden: "" });
  canvas.append(box);
  return {
    show(left, top, ...children) {
      box.replaceChildren(...children);
      box.hidden = false;
      const room = canvas.clientWidth - left > box.offsetWidth + 20;
      box.style.left = `${Math.max(0, room ? left + 12 : left - box.offsetWidth - 12)}px`;
      box.style.top = `${Math.max(0, top - 12)}px`;
    },
    hide() {
      box.hidden = true;
    },
  };
}
