// Events a day, week or month as bars, one colour a family, stacked. Dragging over bars fills the dates of the search form.
import { colour, failed, part, submit } from "./dom.js";
import { FAMILIES, familyOf } from "./families.js";
import { DAY, axis, dateAxis, day, drawn, given, plotter, seconds, tableOf, tip, utc } from "./plot.js";

const HEIGHT = 190;

/** Draw the timeline in `element`. */
export async function start(element) {
  try {
    const [data, uPlot] = await Promise.all([given(element), plotter()]);
    draw(element, data, uPlot);
  } catch (error) {
    failed(element, error);
  }
}

/** The last day of the bar that begins on `first`. */
export function lastDay(first, unit) {
  const date = new Date(`${first}T00:00:00Z`);
  if (unit === "month") date.setUTCMonth(date.getUTCMonth() + 1, 0);
  else if (unit === "week") date.setUTCDate(date.getUTCDate() + 6);
  return date.toISOString().slice(0, 10);
}

function draw(element, { unit, days, families }, uPlot) {
  const known = Object.keys(FAMILIES);
  const names = Object.keys(families).sort((a, b) => known.indexOf(a) - known.indexOf(b));
  const times = days.map(seconds);
  // stacked by hand: each series holds the sum up to it, and the highest is painted first
  const sums = [];
  names.forEach((name, i) => sums.push(families[name].map((count, at) => count + (i ? sums[i - 1][at] : 0))));
  const order = names.map((_, i) => names.length - 1 - i);
  const wide = { day: 1, week: 7, month: 30.4 }[unit] * DAY;

  const make = (canvas, width) => {
    const box = tip(canvas);
    const plot = new uPlot(
      {
        width,
        height: HEIGHT,
        tzDate: utc(uPlot),
        legend: { show: false },
        scales: { x: { range: () => [times[0] - wide * 0.1, times.at(-1) + wide] }, y: { range: (_, __, high) => [0, Math.max(high * 1.06, 4)] } },
        axes: [dateAxis(), axis({ size: 40, values: (_, ticks) => ticks.map((tick) => (Number.isInteger(tick) ? tick.toLocaleString("en") : "")) })],
        series: [
          {},
          ...order.map((i) => ({
            label: names[i],
            fill: colour(familyOf(names[i]).colour),
            width: 0,
            points: { show: false },
            paths: uPlot.paths.bars({ size: [unit === "day" ? 0.86 : 0.9, 80], align: 1 }),
          })),
        ],
        cursor: { y: false, drag: { x: true, y: false, setScale: false }, points: { show: false } },
        hooks: {
          setCursor: [
            (u) => {
              const at = bar(u, u.cursor.left);
              if (at < 0 || u.cursor.left < 0) return box.hide();
              const parts = names
                .filter((name) => families[name][at])
                .map((name) =>
                  part(
                    "li",
                    {},
                    part("span", { class: "family", "data-family": name }, name),
                    part("b", {}, families[name][at].toLocaleString("en")),
                  ),
                );
              box.show(
                u.cursor.left + u.over.offsetLeft,
                20,
                part("strong", {}, heading(days[at], unit)),
                part("ul", {}, ...(parts.length ? parts : [part("li", {}, "no events")])),
              );
            },
          ],
          setSelect: [
            (u) => {
              if (!element.dataset.form || u.select.width < 3) return;
              const [from, to] = [bar(u, u.select.left), bar(u, u.select.left + u.select.width)];
              submit(element.dataset.form, { from: days[Math.max(from, 0)], to: lastDay(days[Math.max(to, 0)], unit) });
            },
          ],
        },
      },
      [times, ...order.map((i) => sums[i])],
      canvas,
    );
    const { destroy } = plot;
    plot.destroy = () => {
      destroy();
      canvas.replaceChildren();
    };
    return plot;
  };

  /** The bar under a place of the plot: bars reach from their first day to the next one's. */
  function bar(u, left) {
    const time = day(u.posToVal(left, "x"));
    return days.findLastIndex((first) => first <= time);
  }

  if (element.dataset.form) element.dataset.hint = "Drag over the bars to choose a period";
  drawn(element, make, () =>
    tableOf(
      [unit, ...names],
      days.map((first, at) => [heading(first, unit), ...names.map((name) => families[name][at])]),
    ),
  );
  const legend = names.map((name) => part("li", {}, part("span", { class: "family", "data-family": name }, name)));
  element.querySelector(".canvas").after(part("ul", { class: "plot-legend" }, ...legend));
}

const heading = (first, unit) => (unit === "day" ? first : unit === "month" ? first.slice(0, 7) : `${first} to ${lastDay(first, unit)}`);
