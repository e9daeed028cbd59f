// A form that files may be dropped on: says what was chosen, and sends much of it in several requests, as the server takes only so much at once.
import { part } from "./dom.js";

const MOST_BYTES = 48_000_000;
const MOST_FILES = 200;
const LISTED = 6;

export function start(form) {
  const input = form.querySelector("input[type=file]");
  const zone = form.querySelector(".drop");
  const chosen = form.querySelector("[data-chosen]");
  const holdsFiles = (event) => [...event.dataTransfer.types].includes("Files");

  form.addEventListener("dragover", (event) => {
    if (!holdsFiles(event)) return;
    event.preventDefault();
    zone.classList.add("over");
  });
  form.addEventListener("dragleave", (event) => {
    if (!form.contains(event.relatedTarget)) zone.classList.remove("over");
  });
  form.addEventListener("drop", (event) => {
    if (!holdsFiles(event)) return;
    event.preventDefault();
    zone.classList.remove("over");
    input.files = event.dataTransfer.files;
    input.dispatchEvent(new Event("change"));
  });
  input.addEventListener("change", () => chosen.replaceChildren(...told([...input.files])));

  form.addEventListener("submit", (event) => {
    const parts = divided([...input.files]);
    const large = [...input.files].find((file) => file.size > MOST_BYTES);
    if (parts.length > 1 || large) event.preventDefault();
    if (large) return tell(`${large.name} is too large for the browser. Read it with: tocsin code FILE --store STORE`);
    if (parts.length > 1) send(form, input, parts, chosen);
  });
}

function told(files) {
  if (files.length === 0) return [];
  const rest = files.length > LISTED ? [part("li", {}, `and ${(files.length - LISTED).toLocaleString()} more`)] : [];
  const size = files.reduce((sum, file) => sum + file.size, 0);
  const noun = files.length === 1 ? "file" : "files";
  return [
    part("p", {}, `${files.length.toLocaleString()} ${noun} chosen, ${written(size)}`),
    part("ul", {}, ...files.slice(0, LISTED).map((file) => part("li", {}, `${file.name}, ${written(file.size)}`)), ...rest),
  ];
}

const written = (size) => (size < 1e6 ? `${Math.ceil(size / 1e3).toLocaleString()} KB` : `${(size / 1e6).toFixed(1)} MB`);

function divided(files) {
  const parts = [[]];
  let size = 0;
  for (const file of files) {
    if (parts.at(-1).length === MOST_FILES || (size + file.size > MOST_BYTES && size > 0)) {
      parts.push([]);
      size = 0;
    }
    parts.at(-1).push(file);
    size += file.size;
  }
  return parts;
}

async function send(form, input, parts, chosen) {
  const button = form.querySelector("button.primary");
  const bar = part("progress", { max: parts.length, value: 0, "aria-label": "Files sent" });
  button.disabled = true;
  chosen.append(bar);
  for (const [number, files] of parts.entries()) {
    const data = new FormData(form);
    data.delete(input.name);
    for (const file of files) data.append(input.name, file);
    const answer = await fetch(form.action, { method: "POST", body: data, credentials: "same-origin" }).catch(() => null);
    if (!answer?.ok) {
      const sent = parts.slice(0, number).flat().length;
      button.disabled = false;
      bar.remove();
      return tell(`The server did not take all files: the first ${sent.toLocaleString()} were added, the others were not.`);
    }
    bar.value = number + 1;
  }
  location.assign("/add");
}

const tell = (text) => document.dispatchEvent(new CustomEvent("tocsin:toast", { detail: { text, bad: true } }));
