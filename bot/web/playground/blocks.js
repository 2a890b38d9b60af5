// Block Kit JSON → elements. What is drawn here is all that the page knows about an answer.

import { el, uniqueId } from "./dom.js";
import { ELEMENTS, element, plain } from "./elements.js";
import { mrkdwn } from "./mrkdwn.js";
import { RICH_TEXT, richText } from "./rich_text.js";

const DRAW = {
  rich_text: richText,
  section,
  header: (block) => el("h2", { class: "header" }, plain(block.text)),
  divider: () => el("hr"),
  context: (block, surface) =>
    el("div", { class: "context" }, ...block.elements.map((item) => text(item, surface))),
  actions: elementsOf,
  context_actions: elementsOf,
  input,
};
const TEXTS = ["plain_text", "mrkdwn"];

/** Every type that is drawn; tests/web holds what the bot emits against it. */
export const DRAWN = [...Object.keys(DRAW), ...ELEMENTS, ...RICH_TEXT, ...TEXTS, "home", "modal"];

/** The blocks as a list of elements; see elements.js for what a surface is. */
export function blocks(list, surface) {
  return (list ?? []).map((block) => {
    const draw = DRAW[block.type];
    return draw
      ? draw(block, surface)
      : el("p", { class: "undrawn" }, `[${block.type} is not drawn here]`);
  });
}

function text(object, surface) {
  if (object.type === "mrkdwn") {
    return el("p", { class: "text" }, ...mrkdwn(object.text, surface.people));
  }
  if (object.type === "plain_text") return el("p", { class: "text" }, object.text);
  return el("p", { class: "undrawn" }, `[${object.type} is not drawn here]`);
}

function section(block, surface) {
  const fields = (block.fields ?? []).map((field) => text(field, surface));
  return el(
    "div",
    { class: "section" },
    el(
      "div",
      { class: "section-body" },
      block.text ? text(block.text, surface) : null,
      fields.length ? el("div", { class: "fields" }, ...fields) : null,
    ),
    block.accessory ? element(block.accessory, block, surface) : null,
  );
}

function elementsOf(block, surface) {
  return el("div", { class: block.type }, ...block.elements.map((item) => element(item, block, surface)));
}

function input(block, surface) {
  const label = plain(block.label);
  const error = el("p", { class: "error", id: uniqueId("error"), role: "alert", hidden: true });
  const field = element(block.element, block, surface, label);
  const control = field.matches("input, textarea, select") ? field : field.querySelector("input");
  control.id = uniqueId("field");
  control.setAttribute("aria-describedby", error.id);
  return el(
    "div",
    { class: "input", "data-block": block.block_id },
    el("label", { for: control.id }, label, block.optional ? el("small", {}, " (optional)") : null),
    field,
    block.hint ? el("p", { class: "hint" }, plain(block.hint)) : null,
    error,
  );
}
