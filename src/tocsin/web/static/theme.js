// Light, dark or as the system has it. A classic script that blocks, so that the page is never painted in the wrong theme first.
(() => {
  const KEY = "tocsin-theme";
  const NAMES = { system: "System theme", light: "Light theme", dark: "Dark theme" };
  const root = document.documentElement;

  const chosen = () => {
    try {
      const theme = localStorage.getItem(KEY);
      return theme in NAMES ? theme : "system";
    } catch {
      return "system"; // storage may be switched off
    }
  };

  const show = (theme) => {
    if (theme === "system") delete root.dataset.theme;
    else root.dataset.theme = theme;
    for (const button of document.querySelectorAll("[data-theme-toggle]")) {
      button.textContent = NAMES[theme];
      button.title = "Change between system, light and dark theme";
    }
    document.dispatchEvent(new CustomEvent("tocsin:theme")); // what is drawn on a canvas has to be drawn anew
  };

  show(chosen());
  document.addEventListener("DOMContentLoaded", () => show(chosen()));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => show(chosen()));
  addEventListener("storage", (event) => event.key === KEY && show(chosen()));
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-theme-toggle]")) return;
    const names = Object.keys(NAMES);
    const theme = names[(names.indexOf(chosen()) + 1) % names.length];
    try {
      localStorage.setItem(KEY, theme);
    } catch {
      // the choice then holds for this page only
    }
    show(theme);
  });
})();
