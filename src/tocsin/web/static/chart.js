// Figures over time: a stepped line for each speaker, a band from its low to its high, a cross where a figure was taken back.
// Speakers are told apart by colour, by dashes and by the shape of their points.
import { colour, failed, part } from "./dom.js";
import { familyOf, trace } from "./families.js";
import { DAY, axis, dateAxis, drawn, given, plotter, seconds, tableOf, tip, utc } from "./plot.js";

const HEIGHT = 260;
const STYLES = [
  { colour: "--family-demonstrations", dash: [], shape: "demonstrations" },
  { colour: "--family-riots", dash: [7, 4], shape: "riots" },
  { colour: "--family-state", dash: [2, 3], shape: "clashes and battles" },
  { colour: "--family-attacks", dash: [10, 3, 2, 3], shape: "attacks on people" },
  { colour: "--family-outcomes", dash: [5, 2], shape: "state response" },
  { colour: "--family-explosions", dash: [1, 4], shape: "outcomes" },
  { colour: "--family-politics", dash: [12, 4], shape: "politics" },
];
const styleOf = (i) => STYLES[i % STYLES.length];

/** Draw the chart in `element`. */
export async function start(element) {
  try {
    const [data, uPlot] = await Promise.all([given(element), plotter()]);
    draw(element, data, uPlot);
  } catch (error) {
    failed(element, error);
  }
}

/** "3", "3 to 5", "at least 3", "up to 5": as far as the bounds are known. */
export function words({ low, best, high }) {
  if (low === null && high === null) return best === null ? "unknown" : `${best}`;
  if (high === null) return `at least ${low}`;
  if (low === null) return `up to ${high}`;
  if (low === high) return `${low}`;
  return best === null || best === low || best === high ? `${low} to ${high}` : `${best} (${low} to ${high})`;
}

const height = (point) => point.best ?? point.low ?? point.high;

function draw(element, { measure, series }, uPlot) {
  const times = [...new Set(series.flatMap((one) => one.points.map((point) => point.date)))].sort();
  const xs = times.map(seconds);
  const column = (one, value) => {
    const by = new Map(one.points.map((point) => [point.date, point.retracted ? null : value(point)]));
    return times.map((time) => by.get(time) ?? null);
  };
  // what was taken back is no part of the line, but stays on the chart as a cross
  const highest = Math.max(...series.flatMap((one) => one.points.map((point) => point.high ?? height(point))));
  const data = [
    xs,
    ...series.flatMap((one) => [
      column(one, height),
      column(one, (point) => point.low ?? height(point)),
      column(one, (point) => point.high ?? height(point)),
    ]),
  ];

  const make = (canvas, width) => {
    const box = tip(canvas);
    const stepped = uPlot.paths.stepped({ align: 1 });
    const spots = []; // where points were drawn, to find the one under the pointer
    let near = null;
    const plot = new uPlot(
      {
        width,
        height: HEIGHT,
        tzDate: utc(uPlot),
        legend: { show: false },
        padding: [14, 14, 0, 0],
        scales: {
          x: {
            range: (_, low, high) => {
              const room = Math.max((high - low) * 0.04, DAY * 0.6);
              return [low - room, high + room];
            },
          },
          y: { range: () => [0, Math.max(highest * 1.15, 4)] },
        },
        axes: [dateAxis(), axis({ size: 44, values: (_, ticks) => ticks.map((tick) => (Number.isInteger(tick) ? tick.toLocaleString("en") : "")) })],
        series: [
          {},
          ...series.flatMap((one, i) => {
            const style = styleOf(i);
            const bound = { stroke: "transparent", width: 0, paths: stepped, spanGaps: true, points: { show: false } };
            return [
              {
                label: one.speaker,
                stroke: colour(style.colour),
                dash: style.dash,
                width: 2,
                paths: stepped,
                spanGaps: true,
                points: { show: false },
              },
              { ...bound },
              { ...bound },
            ];
          }),
        ],
        bands: series.map((_, i) => ({ series: [3 * i + 3, 3 * i + 2], fill: faint(colour(styleOf(i).colour)) })),
        cursor: { y: false, drag: { x: false, y: false }, points: { show: false } },
        hooks: {
          draw: [
            (u) => {
              spots.length = 0;
              series.forEach((one, i) => one.points.forEach((point) => spots.push(spot(u, one, i, point))));
            },
          ],
          setCursor: [
            (u) => {
              const [x, y] = [u.cursor.left, u.cursor.top];
              near = x < 0 ? null : closest(spots, x, y);
              u.over.style.cursor = near?.point.url ? "pointer" : "";
              if (!near) return box.hide();
              const { one, point } = near;
              box.show(
                near.x + u.over.offsetLeft,
                near.y,
                part("div", {}, part("b", {}, words(point)), ` ${measure}`, point.retracted ? " (taken back)" : ""),
                part("div", {}, one.speaker, part("span", { class: "muted" }, ` · ${point.date}`)),
                point.note ? part("div", { class: "muted" }, point.note) : null,
              );
            },
          ],
          ready: [
            (u) =>
              u.over.addEventListener("click", () => {
                if (near?.point.url) location.assign(near.point.url);
              }),
          ],
        },
      },
      data,
      canvas,
    );
    const { destroy } = plot;
    plot.destroy = () => {
      destroy();
      canvas.replaceChildren();
    };
    return plot;
  };

  drawn(element, make, () =>
    tableOf(
      ["Date", "Speaker", measure, "Note"],
      series
        .flatMap((one) => one.points.map((point) => ({ one, point })))
        .sort((a, b) => a.point.date.localeCompare(b.point.date))
        .map(({ one, point }) => [
          point.date,
          one.speaker,
          point.url ? part("a", { href: point.url }, words(point)) : words(point),
          [point.retracted ? "taken back" : "", point.note].filter(Boolean).join(": "),
        ]),
      [0, 1, 3],
    ),
  );
  element
    .querySelector(".canvas")
    .after(
      part(
        "ul",
        { class: "plot-legend" },
        ...series.map((one, i) => part("li", {}, sample(i), part("span", { class: "speaker", "data-kind": one.kind }, one.speaker))),
      ),
    );
}

/** Draw one point and say where it lies, in CSS pixels. */
function spot(u, one, i, point) {
  const left = u.valToPos(seconds(point.date), "x", true);
  const top = u.valToPos(height(point), "y", true);
  const { ctx } = u;
  const size = 11 * devicePixelRatio;
  ctx.save();
  ctx.lineWidth = 2 * devicePixelRatio;
  if (point.retracted) {
    ctx.strokeStyle = colour("--bad");
    ctx.beginPath();
    for (const slope of [1, -1]) {
      ctx.moveTo(left - size / 2, top - (slope * size) / 2);
      ctx.lineTo(left + size / 2, top + (slope * size) / 2);
    }
    ctx.stroke();
  } else {
    for (const [bound, way] of [
      [point.high, -1],
      [point.low, 1],
    ])
      if (bound === null) open(ctx, left, top, way * size, colour(styleOf(i).colour));
    trace(ctx, styleOf(i).shape, left - size / 2, top - size / 2, size);
    ctx.strokeStyle = colour("--surface");
    ctx.fillStyle = colour(styleOf(i).colour);
    ctx.stroke();
    ctx.fill();
  }
  ctx.restore();
  return { x: u.valToPos(seconds(point.date), "x"), y: u.valToPos(height(point), "y"), one, point };
}

/** An arrow from a point to where its figure has no bound: "at least 20" points up. */
function open(ctx, left, top, reach, stroke) {
  const end = top + 2.1 * reach;
  ctx.strokeStyle = stroke;
  ctx.beginPath();
  ctx.moveTo(left, top);
  ctx.lineTo(left, end);
  ctx.moveTo(left - Math.abs(reach) * 0.36, end - reach * 0.45);
  ctx.lineTo(left, end);
  ctx.lineTo(left + Math.abs(reach) * 0.36, end - reach * 0.45);
  ctx.stroke();
}

const REACH = 24; // pixels within which the pointer takes hold of a point

function closest(spots, x, y) {
  const far = (spot) => Math.hypot(spot.x - x, spot.y - y);
  const best = spots.reduce((a, b) => (a && far(a) <= far(b) ? a : b), null);
  return best && far(best) <= REACH ? best : null;
}

const faint = (rgb) => rgb.replace("rgb(", "rgba(").replace(")", ", 0.16)");

/** A piece of the speaker's line, with its point, for the legend. */
function sample(i) {
  const style = styleOf(i);
  const drawing = (tag, attributes) => {
    const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    return element;
  };
  const { shape } = familyOf(style.shape);
  const point = shape
    ? drawing("polygon", { points: shape.map(([x, y]) => `${8 + 10 * x},${1 + 10 * y}`).join(" ") })
    : drawing("circle", { cx: 13, cy: 6, r: 4.6 });
  const line = drawing("path", { d: "M0 6H26", "stroke-width": 2, "stroke-dasharray": style.dash.join(" ") });
  point.style.fill = `var(${style.colour})`;
  line.style.stroke = `var(${style.colour})`;
  const svg = drawing("svg", { viewBox: "0 0 26 12", "aria-hidden": "true" });
  svg.append(line, point);
  return svg;
}
