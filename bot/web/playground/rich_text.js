// rich_text blocks: sections, lists, quotes, code, and the letters inside them.

import { el, link } from "./dom.js";

const INLINE = {
  text: (element) => styled(element.text, element.style),
  link: (element) => link(element.url, styled(element.text ?? element.url, element.style)),
  user: (element, people) =>
    el("span", { class: "mention" }, `@${people[element.user_id] ?? element.user_id}`),
};

const PARTS = {
  rich_text_section: (part, people) => el("p", {}, ...inline(part.elements, people)),
  rich_text_list: (part, people) =>
    el(
      part.style === "ordered" ? "ol" : "ul",
      { class: `indent-${Math.min(part.indent ?? 0, 4)}` },
      ...part.elements.map((item) => el("li", {}, ...inline(item.elements, people))),
    ),
  rich_text_quote: (part, people) => el("blockquote", {}, ...inline(part.elements, people)),
  rich_text_preformatted: (part, people) => el("pre", {}, ...inline(part.elements, people)),
};

export const RICH_TEXT = [...Object.keys(INLINE), ...Object.keys(PARTS)];

/** A rich_text block as one element. */
export function richText(block, { people }) {
  const draw = (part) => (PARTS[part.type] ?? undrawn)(part, people);
  return el("div", { class: "rich-text" }, ...block.elements.map(draw));
}

function inline(elements, people) {
  return elements.map((element) => (INLINE[element.type] ?? undrawn)(element, people));
}

function undrawn(part) {
  return el("span", { class: "undrawn" }, `[${part.type} is not drawn here]`);
}

function styled(text, style = {}) {
  let node = document.createTextNode(text);
  if (style.code) node = el("code", {}, node);
  if (style.bold) node = el("strong", {}, node);
  if (style.italic) node = el("em", {}, node);
  if (style.strike) node = el("s", {}, node);
  return node;
}
