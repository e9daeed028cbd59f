// Settings for htmx under our content security policy, and the CSRF token on each of its requests. Loaded before htmx, which reads the meta element.
(() => {
  const meta = document.createElement("meta");
  meta.name = "htmx-config";
  // style.css has the indicator's rules. The policy itself forbids eval, so hx-on and js: values cannot run.
  meta.content = JSON.stringify({ includeIndicatorCSS: false, mode: "same-origin" });
  document.head.append(meta);

  document.addEventListener("htmx:config:request", (event) => {
    const token = document.querySelector('meta[name="csrf"]')?.content;
    if (token) event.detail.ctx.request.headers["X-CSRF-Token"] = token;
  });

  const tell = (text) => document.dispatchEvent(new CustomEvent("tocsin:toast", { detail: { text, bad: true } }));
  document.addEventListener("htmx:error", () => tell("The server did not answer. Nothing was changed."));
  document.addEventListener("htmx:response:error", (event) => {
    // 4xx answers are pages of ours and are swapped in; a failure of the server's is not worth the user's page
    const { status } = event.detail.ctx.response;
    if (status < 500) return;
    event.detail.ctx.swap = "none";
    tell(`The server failed (${status}). Nothing was changed.`);
  });
})();
