// Small helpers shared by the kit's modules. Text always goes in as text, never as markup.

/** A new element: part("a", {href: "/x", class: "chip"}, "words", anotherElement). */
export function part(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) if (value !== null && value !== undefined) element.setAttribute(name, value);
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

/** The address of a file that lies beside this module, wherever the application is mounted. */
export const beside = (file) => new URL(file, import.meta.url).href;

/** Load a style sheet, once. */
export function stylesheet(href) {
  if (document.querySelector(`link[href="${href}"]`)) return Promise.resolve();
  const link = part("link", { rel: "stylesheet", href });
  const loaded = new Promise((resolve, reject) => {
    link.onload = resolve;
    link.onerror = () => reject(new Error(`cannot load ${href}`));
  });
  document.head.prepend(link); // ahead of style.css, which has the last word
  return loaded;
}

const scripts = new Map();

/** Load a classic script, once. */
export function script(src) {
  if (!scripts.has(src)) {
    scripts.set(
      src,
      new Promise((resolve, reject) => {
        const element = part("script", { src });
        element.onload = resolve;
        element.onerror = () => reject(new Error(`cannot load ${src}`));
        document.head.append(element);
      }),
    );
  }
  return scripts.get(src);
}

/** JSON from the server that serves this page. */
export async function json(address) {
  const answer = await fetch(address, { headers: { Accept: "application/json" }, credentials: "same-origin" });
  if (!answer.ok) throw new Error(`${address} answered ${answer.status}`);
  return answer.json();
}

/** A colour of style.css as rgb() in the theme now shown: the property itself holds light-dark(), which a canvas does not understand. */
export function colour(name) {
  const probe = part("i", { hidden: "" });
  probe.style.color = `var(${name})`;
  document.body.append(probe);
  const value = getComputedStyle(probe).color;
  probe.remove();
  return value;
}

/** Say what went wrong where the drawing would have been. */
export function failed(element, error) {
  console.error(error);
  element.replaceChildren(part("div", { class: "error", role: "alert" }, part("strong", {}, "Not drawn. "), error.message));
}

/** Fill inputs of a form and send it. */
export function submit(formId, values) {
  const form = document.getElementById(formId);
  if (!form) throw new Error(`no form has the id ${formId}`);
  for (const [name, value] of Object.entries(values)) form.elements[name].value = value;
  form.requestSubmit();
}
