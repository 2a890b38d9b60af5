// The page: which place is shown, what stands in it, and the thread beside it.

import { send, stateAfter } from "./api.js";
import { composer } from "./composer.js";
import { el, icon } from "./dom.js";
import { messageList } from "./list.js";
import { article, isOwn, isPrivate } from "./message.js";
import { theme } from "./theme.js";
import { homeTab, modal } from "./view.js";

const $ = (id) => document.getElementById(id);
const PLACES = {
  channel: { title: "ask-ownership", about: "A channel where people ask whose job something is" },
  direct: { title: "Whose Job?", about: "A direct message with the bot" },
  home: { title: "Whose Job? · Home", about: "The bot's Home tab" },
};
const QUESTIONS = [
  "who patches RDS?",
  "do we have to back up DynamoDB?",
  "who patches the OS on EKS Auto Mode?",
  "who renews our ACM certs?",
  "what is ours on Lambda?",
  "who patches ecks",
];

const now = { version: -1, messages: [], views: [], home: null, people: {}, bot: "", channel: "", direct: "" };
let place = "channel";
let thread = null;
let known = null;

const page = {
  get people() {
    return now.people;
  },
  get bot() {
    return now.bot;
  },
  send: told,
  announce,
  openThread,
  replies: (ts) => now.messages.filter((message) => message.thread_ts === ts && message.ts !== ts).length,
  inThread: false,
};
const threadPage = Object.create(page, { inThread: { value: true } });

const main = messageList($("messages"), (m) => article(m, page), (m) => mark(m, page.replies(m.ts)));
const side = messageList($("thread-messages"), (m) => article(m, threadPage), (m) => mark(m, 0));
const home = homeTab($("home"));
const dialog = modal($("modal"));

function mark(message, replies) {
  return `${replies} ${JSON.stringify(message)}`;
}

// --- telling the server, telling the person ----------------------------------------------------

async function told(doing, sent) {
  const answer = await send(doing, sent);
  announce(answer.problem ?? "");
  return answer;
}

function announce(text) {
  const notice = $("notice");
  notice.textContent = text;
  notice.hidden = !text;
  clearTimeout(announce.timer);
  if (text) announce.timer = setTimeout(() => announce(""), 8000);
}

function say(text, where, thread_ts = null) {
  return send("say", { where, text, thread_ts });
}

// --- what is shown -----------------------------------------------------------------------------

function channelOf(name) {
  return name === "direct" ? now.direct : now.channel;
}

function here(message) {
  return (message.channel ?? now.channel) === channelOf(place);
}

function isRoot(message) {
  return !message.thread_ts || message.thread_ts === message.ts;
}

function show() {
  const isHome = place === "home";
  const roots = isHome ? [] : now.messages.filter((m) => here(m) && isRoot(m));
  if (!isHome) main.show(roots);
  $("messages").hidden = isHome || !roots.length;
  $("welcome").hidden = isHome || roots.length > 0;
  $("home").hidden = !isHome;
  $("composer").hidden = isHome;
  if (now.home && isHome) home.show(now.home, page);
  if (thread) side.show(now.messages.filter((m) => here(m) && (m.ts === thread || m.thread_ts === thread)));
  dialog.show(now.views, page);
}

function go(name, { focus = true } = {}) {
  place = name in PLACES ? name : "channel";
  closeThread();
  main.clear();
  for (const link of document.querySelectorAll("[data-place]")) {
    if (link.dataset.place === place) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  $("title").textContent = PLACES[place].title;
  $("about").textContent = PLACES[place].about;
  $("title-icon").replaceChildren(icon(place === "channel" ? "hash" : place === "home" ? "home" : "reply"));
  document.title = `${PLACES[place].title} · Whose Job? playground`;
  $("messages").setAttribute("aria-label", `Messages in ${PLACES[place].title}`);
  document.body.classList.remove("sidebar-open");
  if (place === "home") told("home", {});
  else writeIn(place);
  welcome();
  main.follow();
  show();
  if (focus) enter();
}

/** The focus where one goes on in this place. */
function enter() {
  (place === "home" ? $("home") : $("composer").querySelector("textarea")).focus();
}

function writeIn(where) {
  const isDirect = where === "direct";
  composer($("composer"), {
    label: `Message ${isDirect ? "to Whose Job?" : "to #ask-ownership"}`,
    placeholder: isDirect ? "who patches RDS?" : "/whosejob who patches RDS?",
    starters: isDirect ? ["/whosejob "] : ["/whosejob ", "@Whose Job? "],
    say: (text) => {
      main.follow();
      return say(text, where);
    },
  });
}

function welcome() {
  const isDirect = place === "direct";
  const ask = (question) => say(isDirect ? question : `/whosejob ${question}`, place);
  const one = (question) =>
    el("li", {}, el("button", { type: "button", class: "button", on: { click: () => ask(question) } }, question));
  $("welcome").replaceChildren(
    el("h2", {}, isDirect ? "Ask the bot directly" : "Whose job is it?"),
    el(
      "p",
      {},
      "This is the real bot behind a small Slack on your machine; nothing leaves it. Ask about any AWS service, as you would ask a colleague:",
    ),
    el("ul", { class: "suggestions" }, ...QUESTIONS.map(one)),
    ...(isDirect ? [] : [ways()]),
  );
}

function ways() {
  return el(
    "p",
    {},
    "Or type below: ",
    el("code", {}, "/whosejob …"),
    " answers to you alone, ",
    el("code", {}, "@Whose Job? …"),
    " answers in a thread for everybody.",
  );
}

// --- the thread --------------------------------------------------------------------------------

function openThread(ts, { focus = true } = {}) {
  thread = ts;
  side.clear();
  $("thread").hidden = false;
  document.body.classList.add("thread-open");
  const where = place;
  const reply = composer($("thread-composer"), {
    label: "Reply in the thread",
    placeholder: where === "direct" ? "what about on Fargate?" : "@Whose Job? what about on Fargate?",
    starters: where === "direct" ? [] : ["@Whose Job? "],
    say: (text) => {
      side.follow();
      return say(text, where, ts);
    },
  });
  side.follow();
  show();
  if (focus) reply.focus();
}

function closeThread() {
  const opener = document.querySelector(`[data-ts="${CSS.escape(thread ?? "")}"] .thread-link`);
  const held = $("thread").contains(document.activeElement);
  thread = null;
  $("thread").hidden = true;
  document.body.classList.remove("thread-open");
  if (held) (opener ?? $("composer").querySelector("textarea"))?.focus();
}

// --- what comes in -----------------------------------------------------------------------------

/** Opens the thread in which the bot has just answered, and reads new answers to a screen reader. */
function notice(messages) {
  const fresh = messages.filter((message) => known && !known.has(message.ts));
  known = new Set(messages.map((message) => message.ts));
  for (const message of fresh.filter((one) => !isOwn(one))) {
    $("spoken").textContent = `Whose Job?${isPrivate(message) ? ", only to you" : ""}: ${message.text ?? ""}`;
    if (!isRoot(message) && here(message) && thread !== message.thread_ts) {
      openThread(message.thread_ts, { focus: false });
    }
  }
}

async function listen() {
  for (;;) {
    try {
      const state = await stateAfter(now.version);
      $("offline").hidden = true;
      Object.assign(now, state);
      show();
      notice(now.messages);
      document.body.dataset.version = now.version;
    } catch (error) {
      $("offline").hidden = false;
      $("offline").textContent = error instanceof TypeError ? "The playground does not run any more. Start it again: make run" : error.message;
      await new Promise((resolve) => setTimeout(resolve, 1500));
    }
  }
}

function begin() {
  for (const link of document.querySelectorAll("[data-place]")) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      history.replaceState(null, "", `#${link.dataset.place}`);
      go(link.dataset.place);
    });
  }
  $("skip").addEventListener("click", (event) => {
    event.preventDefault();
    enter();
  });
  $("menu").append(icon("menu"));
  $("menu").addEventListener("click", () => {
    const open = document.body.classList.toggle("sidebar-open");
    $("menu").setAttribute("aria-expanded", String(open));
  });
  $("close-thread").append(icon("close"));
  $("close-thread").addEventListener("click", closeThread);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && thread && !$("modal").open) closeThread();
  });
  theme($("theme"));
  const question = new URLSearchParams(location.search).get("q");
  go(location.hash.slice(1) || "channel", { focus: !question });
  if (question) {
    history.replaceState(null, "", "/");
    say(`/whosejob ${question}`, "channel").then((answer) => announce(answer.problem ?? ""));
  }
  listen();
}

begin();
