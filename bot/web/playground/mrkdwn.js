// Slack's mrkdwn → nodes, in one pass from left to right. What is not understood stays as it was written.

import { el, link } from "./dom.js";

const STYLES = { "*": "strong", _: "em", "~": "s" };
const ENTITIES = { "&lt;": "<", "&gt;": ">", "&amp;": "&" };

/** The nodes of `text`; `people` maps user ids to names. */
export function mrkdwn(text, people = {}) {
  const nodes = [];
  let letters = "";
  const flush = () => {
    if (letters) nodes.push(unescaped(letters));
    letters = "";
  };
  for (let at = 0; at < text.length; ) {
    const found = token(text, at, people);
    if (found) {
      flush();
      nodes.push(found.node);
      at = found.end;
    } else {
      letters += text[at];
      at += 1;
    }
  }
  flush();
  return nodes;
}

/** Slack's three entities, turned back once. */
export function unescaped(text) {
  return text.replace(/&(?:lt|gt|amp);/g, (entity) => ENTITIES[entity]);
}

function token(text, at, people) {
  const character = text[at];
  if (text.startsWith("```", at)) return fenced(text, at, "```", "pre");
  if (character === "`") return fenced(text, at, "`", "code");
  if (character === "<") return reference(text, at, people);
  if (STYLES[character]) return styled(text, at, people);
  return null;
}

function fenced(text, at, fence, name) {
  const end = text.indexOf(fence, at + fence.length);
  if (end <= at + fence.length) return null;
  const inside = text.slice(at + fence.length, end);
  if (name === "code" && inside.includes("\n")) return null;
  return { node: el(name, {}, unescaped(inside)), end: end + fence.length };
}

function styled(text, at, people) {
  const mark = text[at];
  const before = at === 0 ? " " : text[at - 1];
  if (/[\p{L}\p{N}]/u.test(before) || /\s/.test(text[at + 1] ?? " ")) return null;
  const end = closing(text, at, mark);
  if (end < 0) return null;
  const node = el(STYLES[mark], {}, ...mrkdwn(text.slice(at + 1, end), people));
  return { node, end: end + 1 };
}

/** Where the style that begins at `at` ends: on the same line, after a letter, before none. */
function closing(text, at, mark) {
  for (let end = at + 2; end < text.length && text[end] !== "\n"; end += 1) {
    const closes = text[end] === mark && !/\s/.test(text[end - 1]);
    if (closes && !/[\p{L}\p{N}]/u.test(text[end + 1] ?? " ")) return end;
  }
  return -1;
}

function reference(text, at, people) {
  const end = text.indexOf(">", at);
  if (end < 0) return null;
  const [target, label] = text.slice(at + 1, end).split("|", 2);
  if (target.startsWith("@")) {
    const name = people[target.slice(1)] ?? label ?? target.slice(1);
    return { node: el("span", { class: "mention" }, `@${name}`), end: end + 1 };
  }
  if (!/^https?:\/\//i.test(target)) return null;
  const url = unescaped(target);
  return { node: link(url, unescaped(label ?? target)), end: end + 1 };
}
