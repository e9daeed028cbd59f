// What every page can do: dialogs, toasts, copying, menus that close, filters folded away on narrow screens.
import { part } from "./dom.js";

const TOAST_FOR = 6000; // milliseconds

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-dialog]");
  if (opener) {
    event.preventDefault();
    document.getElementById(opener.dataset.dialog).showModal();
  }
  const copier = event.target.closest("[data-copy]");
  if (copier) copy(copier.dataset.copy);
  for (const menu of document.querySelectorAll("details.menu[open]")) if (!menu.contains(event.target)) menu.open = false;
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = document.querySelector("details.menu[open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});

document.addEventListener("tocsin:toast", (event) => toast(event.detail));

for (const details of document.querySelectorAll("details[data-collapse]")) {
  if (matchMedia("(max-width: 899px)").matches) details.open = false;
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    toast({ text: "Copied" });
  } catch {
    toast({ text: "The browser did not allow copying", bad: true });
  }
}

function toast({ text, bad = false }) {
  const shelf = document.querySelector(".toasts");
  if (!shelf) return;
  const close = part("button", { class: "button quiet small", type: "button", "aria-label": "Close this message" }, "×");
  const box = part("div", { class: bad ? "toast bad" : "toast" }, part("span", {}, text), close);
  close.addEventListener("click", () => box.remove());
  shelf.append(box);
  if (!bad) setTimeout(() => box.remove(), TOAST_FOR); // what went wrong stays until it is closed
}
