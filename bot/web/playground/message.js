// One message: who, when, what, and the small tools beside it.

import { blocks } from "./blocks.js";
import { el, icon } from "./dom.js";
import { copy, jsonView } from "./json_view.js";
import { mrkdwn } from "./mrkdwn.js";

/** Whether only the person sees it. */
export function isPrivate(message) {
  return message.where === "ephemeral" || (isOwn(message) && Boolean(message.command));
}

/** Whether the person wrote it. */
export function isOwn(message) {
  return message.where === "person";
}

/** The article of `message`. `page` gives {people, bot, send, announce, openThread, replies(ts), inThread, channelName}. */
export function article(message, page) {
  const own = isOwn(message);
  const name = own ? page.people[message.user] ?? "You" : "Whose Job?";
  const time = timeOf(message.ts);
  const what = `the message from ${name} at ${time}`;
  const [toggle, panel] = own ? [null, null] : jsonView(what, () => payloadOf(message), page.announce);
  return el(
    "article",
    {
      class: `message ${own ? "own" : "bot"} ${isPrivate(message) ? "private" : ""}`,
      "data-ts": message.ts,
      tabindex: "-1",
      "aria-label": `${name}, ${time}`,
    },
    avatar(own),
    el(
      "div",
      { class: "content" },
      isPrivate(message)
        ? el("p", { class: "only-you" }, icon("eye"), "Only visible to you")
        : null,
      el(
        "p",
        { class: "byline" },
        el("strong", {}, name),
        own ? null : el("span", { class: "badge" }, "APP"),
        el("time", {}, time),
      ),
      el("div", { class: "body" }, ...body(message, page)),
      threadLink(message, page),
      panel,
    ),
    el("div", { class: "tools", role: "group", "aria-label": `Tools for ${what}` }, ...tools(message, page, what), toggle),
  );
}

function avatar(own) {
  return el("span", { class: `avatar ${own ? "person" : "app"}`, "aria-hidden": "true" }, own ? "Y" : "?");
}

function body(message, page) {
  if (isOwn(message)) return [el("p", { class: "text" }, written(message, page))];
  const surface = surfaceOf(message, page);
  return message.blocks?.length
    ? blocks(message.blocks, surface)
    : [el("p", { class: "text" }, ...mrkdwn(message.text ?? "", page.people))];
}

/** What the person wrote, as they wrote it: Slack's own escapes turned back, never read as markup. */
function written(message, page) {
  const text = (message.text ?? "").replaceAll(`<@${page.bot}>`, "@Whose Job?");
  return message.command ? `${message.command} ${text}`.trim() : text;
}

function surfaceOf(message, page) {
  return {
    people: page.people,
    act: (action) => page.send("click", { ts: message.ts, action }),
    suggest: (block_id, action_id, typed) =>
      page.send("suggest", { ts: message.ts, block_id, action_id, typed }).then((answer) => answer.found ?? {}),
  };
}

function threadLink(message, page) {
  const count = page.inThread ? 0 : page.replies(message.ts);
  if (!count) return null;
  return el(
    "button",
    {
      type: "button",
      class: "thread-link",
      "data-key": "thread",
      on: { click: () => page.openThread(message.ts) },
    },
    `${count} ${count === 1 ? "reply" : "replies"}`,
  );
}

function tools(message, page, what) {
  const made = [];
  const add = (name, picture, click) =>
    made.push(
      el(
        "button",
        { type: "button", class: "tool", title: name, "aria-label": `${name}: ${what}`, on: { click } },
        icon(picture),
        name,
      ),
    );
  if (!page.inThread && !isPrivate(message)) {
    add("Reply in thread", "reply", () => page.openThread(message.thread_ts ?? message.ts));
  }
  if (isOwn(message)) add("Copy link", "link", () => copy(linkTo(message, page), page.announce));
  return made;
}

function linkTo(message, page) {
  const question = written(message, page).replace(/^\/whosejob |^@Whose Job\? ?/, "");
  return `${location.origin}/?${new URLSearchParams({ q: question })}`;
}

/** What the app sent: the message without what the simulator keeps about it. */
function payloadOf(message) {
  if (message.payload) return message.payload;
  const { ts, where, user, ...payload } = message;
  return payload;
}

function timeOf(ts) {
  const date = new Date(Number(ts) * 1000);
  return date.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", hour12: false });
}
