// Keyboard shortcuts, read from the markup: data-key on what is to be clicked or focused, data-row on what j and k move among.
import { part } from "./dom.js";

const PAUSE = 1200; // milliseconds between the keys of "g e"
let first = "";
let timer = 0;

const typing = (element) =>
  element.closest?.(
    'input:not([type="checkbox"], [type="radio"], [type="button"], [type="submit"]), textarea, select, [contenteditable=""], [contenteditable="true"]',
  );
const usable = (element) => !element.disabled && element.getClientRects().length > 0;

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typing(event.target)) return;
  if (event.key === "?") return help(event);
  const dialog = document.querySelector("dialog[open]");
  if (!dialog && (event.key === "j" || event.key === "k")) return move(event, event.key === "j" ? 1 : -1);
  if (event.key === "Enter" && event.target.matches?.("[data-row]")) return event.target.querySelector("a[href]")?.click();
  if (event.key.length !== 1) return;
  const keys = first ? `${first} ${event.key}` : event.key;
  const all = [...(dialog ?? document).querySelectorAll("[data-key]")].filter(usable);
  const wanted = all.find((element) => element.dataset.key === keys) ?? all.find((element) => element.dataset.key === event.key);
  clearTimeout(timer);
  first = "";
  if (wanted) {
    event.preventDefault();
    if (wanted.matches('input:not([type="checkbox"], [type="radio"]), textarea, select')) wanted.focus();
    else wanted.click();
  } else if (all.some((element) => element.dataset.key.startsWith(`${event.key} `))) {
    first = event.key;
    timer = setTimeout(() => {
      first = "";
    }, PAUSE);
  }
});

document.addEventListener("click", (event) => event.target.closest("[data-keys]") && help(event));

function move(event, step) {
  const rows = [...document.querySelectorAll("[data-row]")].filter(usable);
  if (!rows.length) return;
  event.preventDefault();
  const now = rows.findIndex((row) => row.contains(document.activeElement));
  const row = rows[now < 0 ? (step > 0 ? 0 : rows.length - 1) : Math.min(Math.max(now + step, 0), rows.length - 1)];
  if (!row.matches("a, button, [tabindex]")) row.tabIndex = -1;
  row.focus();
  row.scrollIntoView({ block: "nearest" });
}

function help(event) {
  event.preventDefault();
  let dialog = document.getElementById("keys-help");
  if (dialog?.open) return dialog.close();
  dialog?.remove();
  const list = part("dl", { class: "keys" });
  const entries = [...document.querySelectorAll("[data-key]")]
    .filter(usable)
    .map((element) => [element.dataset.key, element.dataset.keyLabel ?? element.textContent.trim()]);
  if (document.querySelector("[data-row]")) entries.push(["j", "Next row"], ["k", "Previous row"]);
  entries.push(["?", "This list"]);
  const seen = new Set();
  for (const [keys, label] of entries) {
    if (seen.has(keys)) continue;
    seen.add(keys);
    const signs = keys.split(" ").flatMap((key, i) => (i ? [" then ", part("kbd", {}, key)] : [part("kbd", {}, key)]));
    list.append(part("dt", {}, ...signs), part("dd", {}, label));
  }
  const close = part("button", { class: "button quiet small", "aria-label": "Close" }, "×");
  dialog = part(
    "dialog",
    { id: "keys-help", "aria-labelledby": "keys-help-title" },
    part("header", {}, part("h2", { id: "keys-help-title" }, "Keys on this page"), part("form", { method: "dialog" }, close)),
    part("div", {}, list),
  );
  document.body.append(dialog);
  dialog.showModal();
}
