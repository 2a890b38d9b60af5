// An overflow menu: a button that opens a list of choices; arrows move, Escape closes.

import { el, icon, uniqueId } from "./dom.js";

/** A menu named `name`; `choose(option)` is told what was picked. */
export function menu(name, key, options, choose) {
  const id = uniqueId("menu");
  const items = options.map((option) =>
    el(
      "button",
      { type: "button", role: "menuitem", tabindex: "-1", on: { click: () => pick(option) } },
      option.text?.text ?? "",
    ),
  );
  const list = el("div", { id, role: "menu", class: "menu", "aria-label": name, hidden: true }, ...items);
  const opener = el(
    "button",
    {
      type: "button",
      class: "button more",
      "aria-label": name,
      "aria-haspopup": "menu",
      "aria-expanded": "false",
      "aria-controls": id,
      "data-key": key,
      on: { click: () => show(list.hidden) },
    },
    icon("more"),
  );
  const root = el("span", { class: "menu-root", on: { keydown: keys, focusout: leave } }, opener, list);

  function show(open) {
    list.hidden = !open;
    opener.setAttribute("aria-expanded", String(open));
    list.classList.remove("leftwards");
    if (!open) return;
    list.classList.toggle("leftwards", list.getBoundingClientRect().right > innerWidth);
    list.scrollIntoView({ block: "nearest" });
    items[0]?.focus();
  }
  function pick(option) {
    show(false);
    opener.focus();
    choose(option);
  }
  function leave(event) {
    if (!root.contains(event.relatedTarget)) show(false);
  }
  function keys(event) {
    if (list.hidden) return;
    const at = items.indexOf(document.activeElement);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      items[(at + step + items.length) % items.length].focus();
    } else if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      show(false);
      opener.focus();
    }
  }
  return root;
}
