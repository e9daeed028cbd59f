// The families of event types: each has a colour of style.css and a shape. The shapes are those of `.family` there, as points on a unit square.
const around = (corners, turn, deep) =>
  Array.from({ length: corners }, (_, i) => {
    const angle = (2 * Math.PI * i) / corners + turn;
    const radius = deep && i % 2 ? deep : 0.5;
    return [0.5 + radius * Math.sin(angle), 0.5 - radius * Math.cos(angle)];
  });

export const FAMILIES = {
  demonstrations: { colour: "--family-demonstrations", shape: null }, // a circle
  riots: {
    colour: "--family-riots",
    shape: [
      [0.5, 0.04],
      [1, 0.94],
      [0, 0.94],
    ],
  },
  "clashes and battles": { colour: "--family-clashes", shape: around(4, 0) },
  "attacks on people": {
    colour: "--family-attacks",
    shape: [
      [0.08, 0.08],
      [0.92, 0.08],
      [0.92, 0.92],
      [0.08, 0.92],
    ],
  },
  "explosions and remote violence": { colour: "--family-explosions", shape: around(10, 0, 0.21) },
  "state response": { colour: "--family-state", shape: around(5, 0) },
  politics: {
    colour: "--family-politics",
    shape: [
      [0.34, 0],
      [0.66, 0],
      [0.66, 0.34],
      [1, 0.34],
      [1, 0.66],
      [0.66, 0.66],
      [0.66, 1],
      [0.34, 1],
      [0.34, 0.66],
      [0, 0.66],
      [0, 0.34],
      [0.34, 0.34],
    ],
  },
  outcomes: { colour: "--family-outcomes", shape: around(6, Math.PI / 6) },
};
/** Several families at one place, or one that this page does not know. */
export const OTHER = { colour: "--family-other", shape: null };

export const familyOf = (name) => FAMILIES[name] ?? OTHER;

/** Trace a family's shape on a canvas, `size` wide with its corner at (left, top). */
export function trace(context, family, left, top, size) {
  const { shape } = familyOf(family);
  context.beginPath();
  if (shape) shape.forEach(([x, y], i) => context[i ? "lineTo" : "moveTo"](left + x * size, top + y * size));
  else context.arc(left + size / 2, top + size / 2, size * 0.46, 0, 2 * Math.PI);
  context.closePath();
}
