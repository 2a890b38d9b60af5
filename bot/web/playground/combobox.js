// A select whose options come while one types: the combobox pattern of the ARIA authoring practices.

import { el, uniqueId } from "./dom.js";

const PAUSE_MS = 120;

/** `search(typed)` gives {options} or {option_groups}; `choose(option)` is told what was picked. */
export function combobox({ name, placeholder, key, least, initial, search, choose }) {
  const id = uniqueId("list");
  let options = [];
  let active = -1;
  let timer = 0;
  let asked = 0;
  const list = el("ul", { id, role: "listbox", class: "options", "aria-label": name, hidden: true });
  const field = el("input", {
    type: "text",
    role: "combobox",
    "aria-label": name,
    "aria-expanded": "false",
    "aria-autocomplete": "list",
    "aria-controls": id,
    "data-key": key,
    placeholder: placeholder || "Type to search",
    autocomplete: "off",
    on: { input: later, focus: later, keydown: keys, blur: () => show(false) },
  });
  field.value = initial?.text?.text ?? "";

  function later() {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE_MS);
  }
  async function ask() {
    const typed = field.value;
    if (typed.length < least) return show(false);
    asked += 1;
    const mine = asked;
    const found = await search(typed);
    if (mine !== asked || document.activeElement !== field) return;
    options = found.options ?? (found.option_groups ?? []).flatMap((group) => group.options);
    active = -1;
    draw();
  }
  function draw() {
    const lines = options.map((option, index) =>
      el(
        "li",
        {
          id: `${id}-${index}`,
          role: "option",
          "aria-selected": String(index === active),
          on: { mousedown: (event) => (event.preventDefault(), pick(option)) },
        },
        option.text?.text ?? "",
        option.description ? el("small", {}, option.description.text) : null,
      ),
    );
    const none = el("li", { role: "option", "aria-disabled": "true", "aria-selected": "false" }, "Nothing found");
    list.replaceChildren(...(lines.length ? lines : [none]));
    if (active >= 0) field.setAttribute("aria-activedescendant", `${id}-${active}`);
    else field.removeAttribute("aria-activedescendant");
    lines[active]?.scrollIntoView({ block: "nearest" });
    show(true);
  }
  function show(open) {
    list.hidden = !open;
    field.setAttribute("aria-expanded", String(open));
    if (!open) field.removeAttribute("aria-activedescendant");
  }
  function pick(option) {
    asked += 1;
    field.value = option.text?.text ?? "";
    show(false);
    choose(option);
  }
  function keys(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && !list.hidden && options.length) {
      event.preventDefault();
      active = (active + step + options.length) % options.length;
      draw();
    } else if (step) {
      ask();
    } else if (event.key === "Enter" && !list.hidden && options.length) {
      event.preventDefault();
      pick(options[Math.max(active, 0)]);
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      event.stopPropagation();
      show(false);
    }
  }
  return el("span", { class: "combobox" }, field, list);
}
