// The exact payload, pretty-printed, with a copy button.

import { el, icon } from "./dom.js";

/** A toggle and the place it fills: [button, panel]. `payload()` is asked when it opens. */
export function jsonView(what, payload, announce) {
  const panel = el("div", { class: "json", hidden: true });
  const toggle = el(
    "button",
    {
      type: "button",
      class: "tool",
      "aria-expanded": "false",
      "aria-label": `View JSON of ${what}`,
      title: "View JSON",
      on: { click: flip },
    },
    icon("code"),
    "View JSON",
  );

  function flip() {
    const open = panel.hidden;
    if (open) fill();
    panel.hidden = !open;
    toggle.setAttribute("aria-expanded", String(open));
  }
  function fill() {
    const text = JSON.stringify(payload(), null, 2);
    panel.replaceChildren(
      el(
        "button",
        { type: "button", class: "button", on: { click: () => copy(text, announce) } },
        "Copy JSON",
      ),
      el("pre", { tabindex: "0", role: "region", "aria-label": `JSON of ${what}` }, text),
    );
  }
  return [toggle, panel];
}

/** Puts `text` on the clipboard and says so. */
export async function copy(text, announce) {
  try {
    await navigator.clipboard.writeText(text);
    announce("Copied.");
  } catch {
    announce("The browser did not let me copy; select the text instead.");
  }
}
