// Where one types: Enter sends, Shift+Enter makes a line, Up brings back what was sent last.

import { el, icon } from "./dom.js";

/** The composer of one place. `say(text)` gives {problem?, note?}; a refused text stays to be mended. */
export function composer(root, { label, placeholder, starters, say }) {
  let last = "";
  const hint = el("p", { class: "composer-hint", role: "status" });
  const field = el("textarea", {
    rows: "1",
    "aria-label": label,
    placeholder,
    maxlength: "4000",
    on: { keydown: keys, input: grow },
  });
  const start = (text) =>
    el(
      "button",
      { type: "button", class: "tool", "aria-label": `Begin with ${text.trim()}`, on: { click: () => begin(text) } },
      text.trim(),
    );
  root.replaceChildren(
    el(
      "form",
      { class: "composer", on: { submit } },
      field,
      el(
        "div",
        { class: "composer-row" },
        ...starters.map(start),
        el("span", { class: "keys", "aria-hidden": "true" }, "Enter sends · Shift+Enter: new line"),
        el("button", { type: "submit", class: "button primary send", "aria-label": "Send" }, icon("send")),
      ),
    ),
    hint,
  );

  function begin(text) {
    if (!field.value.startsWith(text)) field.value = text + field.value;
    field.focus();
    grow();
  }
  function grow() {
    field.rows = Math.min(8, field.value.split("\n").length);
  }
  function keys(event) {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      submit();
    } else if (event.key === "ArrowUp" && !field.value && last) {
      event.preventDefault();
      field.value = last;
      grow();
    }
  }
  async function submit(event) {
    event?.preventDefault();
    const text = field.value;
    if (!text.trim()) return;
    last = text;
    field.value = "";
    grow();
    const answer = await say(text);
    hint.textContent = answer.problem ?? answer.note ?? "";
    if (answer.problem && !field.value) {
      field.value = text;
      grow();
    }
  }
  return { focus: () => field.focus() };
}
