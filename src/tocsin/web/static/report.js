// A report's page: words and claims light each other up, and chosen words become a claim.
//
// Spans count characters of the document as Python does, in code points; the browser counts UTF-16 units. Every run of text carries the code
// point it begins at (data-offset), so only the part of one run before the boundary has to be counted.
import { part } from "./dom.js";

/** Start the report page in `element`. */
export function start(element) {
  lighting(element);
  const text = element.querySelector(".report-text");
  if (text?.dataset.claimForm) choosing(text);
}

const idsOf = (element) => (element.dataset.claim ?? "").split(/\s+/).filter(Boolean);

// Lighting up

function lighting(root) {
  const lit = (element) => {
    for (const old of root.querySelectorAll(".lit")) old.classList.remove("lit");
    if (!element) return;
    const ids = idsOf(element);
    for (const other of root.querySelectorAll("[data-claim]"))
      other.classList.toggle(
        "lit",
        idsOf(other).some((id) => ids.includes(id)),
      );
    const statement = element.dataset.statement;
    if (statement)
      for (const other of root.querySelectorAll("[data-statement]")) other.classList.toggle("lit", other.dataset.statement === statement);
  };
  const under = (event) => event.target.closest?.("[data-claim], [data-statement]");
  root.addEventListener("pointerover", (event) => lit(under(event)));
  root.addEventListener("pointerleave", () => lit(null));
  root.addEventListener("focusin", (event) => lit(under(event)));

  const cardOf = (mark) =>
    root.querySelector(
      idsOf(mark)
        .map((id) => `.claim[data-claim~="${CSS.escape(id)}"]`)
        .join(", "),
    );
  const goTo = (mark) => {
    const card = cardOf(mark);
    if (!card) return;
    card.scrollIntoView({ block: "nearest", behavior: "smooth" });
    card.focus({ preventScroll: true });
  };
  for (const mark of root.querySelectorAll(".report-text mark[data-claim]")) {
    mark.tabIndex = 0;
    mark.title ||= mark.dataset.role;
  }
  root.addEventListener("click", (event) => {
    const mark = event.target.closest(".report-text mark[data-claim]");
    if (mark && getSelection().isCollapsed) goTo(mark);
  });
  root.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.matches(".report-text mark[data-claim]")) goTo(event.target);
  });
  for (const card of root.querySelectorAll(".claim[data-claim]")) {
    card.addEventListener("focus", () => {
      const mark = root.querySelector(`.report-text mark[data-claim~="${CSS.escape(idsOf(card)[0])}"]`);
      mark?.scrollIntoView({ block: "nearest" });
    });
  }
}

// Choosing words

/** The span of the document that a range covers, as {start, end, quote}; null where it covers no text of the document. */
export function spanOf(range, root) {
  let span = null;
  for (const run of root.querySelectorAll("[data-offset]")) {
    if (!range.intersectsNode(run)) continue;
    const { textContent: text } = run;
    const begin = edge(run, range.startContainer, range.startOffset, 0);
    const stop = edge(run, range.endContainer, range.endOffset, text.length);
    if (stop <= begin) continue;
    const from = Number(run.dataset.offset);
    span ??= { start: from + points(text.slice(0, begin)), end: 0, quote: "" };
    const end = from + points(text.slice(0, stop));
    if (span.end && from > span.end) span.quote += " "; // what lies between the runs of two paragraphs
    span.end = end;
    span.quote += text.slice(begin, stop);
  }
  return span;
}

/** How far into a run's text a boundary of the range lies, in UTF-16 units; `outside` where the boundary is not in this run. */
function edge(run, container, offset, outside) {
  if (container !== run && !run.contains(container)) return outside;
  const before = document.createRange();
  before.selectNodeContents(run);
  before.setEnd(container, offset);
  return wholeCharacter(run.textContent, before.toString().length);
}

/** A boundary between the halves of a surrogate pair belongs before the character. */
const wholeCharacter = (text, at) => (/[\uDC00-\uDFFF]/.test(text[at] ?? "") && /[\uD800-\uDBFF]/.test(text[at - 1] ?? "") ? at - 1 : at);

const points = (text) => [...text].length;

/** Blanks at the ends are no part of what was meant. */
function trimmed(span) {
  const before = span.quote.length - span.quote.trimStart().length;
  const after = span.quote.length - span.quote.trimEnd().length;
  return { start: span.start + before, end: span.end - after, quote: span.quote.trim() };
}

function choosing(text) {
  const button = part("button", { class: "button primary small add-claim", type: "button", hidden: "" }, "Add claim");
  document.body.append(button);
  const chosen = () => {
    const selection = getSelection();
    if (selection.isCollapsed || !selection.rangeCount) return null;
    const range = selection.getRangeAt(0);
    if (!range.intersectsNode(text)) return null;
    const span = spanOf(range, text);
    const kept = span && trimmed(span);
    return kept && kept.end > kept.start ? { ...kept, box: range.getBoundingClientRect() } : null;
  };
  const open = () => {
    const span = chosen();
    if (!span) return;
    const dialog = document.getElementById(text.dataset.claimForm);
    const form = dialog.matches("form") ? dialog : dialog.querySelector("form:has([name=start])");
    form.elements.start.value = span.start;
    form.elements.end.value = span.end;
    const quote = dialog.querySelector("[data-quote]");
    if (quote) quote.textContent = span.quote;
    button.hidden = true;
    if (dialog.matches("dialog")) dialog.showModal();
    else form.hidden = false;
  };
  document.addEventListener("selectionchange", () => {
    const span = chosen();
    button.hidden = !span;
    if (!span) return;
    button.style.left = `${Math.max(8, Math.min(span.box.left + scrollX, document.documentElement.clientWidth - button.offsetWidth - 8))}px`;
    button.style.top = `${span.box.bottom + scrollY + 6}px`;
  });
  button.addEventListener("pointerdown", (event) => event.preventDefault()); // keeps the words chosen
  button.addEventListener("click", open);
  text.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && chosen()) open();
  });
}
