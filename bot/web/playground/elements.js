// The elements people use: buttons, menus, inputs. Each tells its surface what was done, in the shape Slack sends.
//
// A surface is {people, act(action), suggest(block_id, action_id, typed), inputs: Map}; `inputs` holds, for a view,
// "block_id\naction_id" → a function that gives the element's state.

import { el, icon, uniqueId, webAddress } from "./dom.js";
import { combobox } from "./combobox.js";
import { menu } from "./menu.js";

const DRAW = {
  button,
  feedback_buttons,
  icon_button,
  overflow,
  static_select,
  external_select,
  plain_text_input,
  radio_buttons,
  checkboxes,
};

export const ELEMENTS = Object.keys(DRAW);

/** The element of `block`, with `label` (an input's) as its name where it has none of its own. */
export function element(item, block, surface, label = null) {
  const draw = DRAW[item.type];
  if (!draw) return el("p", { class: "undrawn" }, `[${item.type} is not drawn here]`);
  return draw(item, block, surface, label);
}

/** A plain_text object's letters. */
export function plain(text) {
  return text?.text ?? "";
}

function act(surface, item, block, what) {
  const action = { type: item.type, action_id: item.action_id, block_id: block.block_id, ...what };
  return surface.act(action);
}

function remember(surface, item, block, state) {
  surface.inputs?.set(`${block.block_id}\n${item.action_id}`, state);
}

/** What finds the same control again after its message was drawn anew. */
function key(item, block) {
  return `${block.block_id ?? ""} ${item.action_id ?? ""}`;
}

function button(item, block, surface) {
  const click = () => {
    const address = webAddress(item.url);
    if (address) window.open(address, "_blank", "noopener,noreferrer");
    act(surface, item, block, { text: item.text, value: item.value });
  };
  return el(
    "button",
    {
      type: "button",
      class: `button ${item.style ?? ""}`,
      "aria-label": item.accessibility_label,
      "data-key": key(item, block),
      on: { click },
    },
    plain(item.text),
  );
}

function feedback_buttons(item, block, surface) {
  const one = (choice, name) =>
    el(
      "button",
      {
        type: "button",
        class: "quiet",
        "data-key": `${key(item, block)} ${name}`,
        "aria-label": choice.accessibility_label,
        on: { click: () => act(surface, item, block, { text: choice.text, value: choice.value }) },
      },
      plain(choice.text),
    );
  return el(
    "span",
    { class: "feedback", role: "group", "aria-label": "Was this answer right?" },
    one(item.positive_button, "up"),
    one(item.negative_button, "down"),
  );
}

function icon_button(item, block, surface) {
  return el(
    "button",
    {
      type: "button",
      class: "quiet",
      "data-key": key(item, block),
      "aria-label": item.accessibility_label,
      on: { click: () => act(surface, item, block, { text: item.text, value: item.value }) },
    },
    icon("trash"),
    plain(item.text),
  );
}

function overflow(item, block, surface) {
  const choose = (option) => act(surface, item, block, { selected_option: option });
  return menu(item.accessibility_label ?? "More actions", key(item, block), item.options, choose);
}

function static_select(item, block, surface, label) {
  const options = item.options ?? (item.option_groups ?? []).flatMap((group) => group.options);
  const one = (option) => el("option", { value: String(options.indexOf(option)) }, plain(option.text));
  const groups = (item.option_groups ?? []).map((group) =>
    el("optgroup", { label: plain(group.label) }, ...group.options.map(one)),
  );
  const chosen = () => options[Number(select.value)] ?? null;
  const select = el(
    "select",
    {
      "aria-label": item.accessibility_label ?? label ?? (plain(item.placeholder) || "Choose"),
      "data-key": key(item, block),
      on: {
        change: () => {
          if (reports(block) && select.value) act(surface, item, block, { selected_option: chosen() });
        },
      },
    },
    el("option", { value: "" }, plain(item.placeholder) || "Choose"),
    ...(groups.length ? groups : options.map(one)),
  );
  const initial = options.findIndex((option) => option.value === item.initial_option?.value);
  if (initial >= 0) select.value = String(initial);
  remember(surface, item, block, () => ({
    type: item.type,
    selected_option: select.value === "" ? null : chosen(),
  }));
  return select;
}

/** Elements of an input block speak only when they are told to. */
function reports(block) {
  return block.type !== "input" || block.dispatch_action === true;
}

function external_select(item, block, surface, label) {
  let chosen = item.initial_option ?? null;
  remember(surface, item, block, () => ({ type: item.type, selected_option: chosen }));
  return combobox({
    name: item.accessibility_label ?? label ?? (plain(item.placeholder) || "Search"),
    placeholder: plain(item.placeholder),
    key: key(item, block),
    least: item.min_query_length ?? 3,
    initial: chosen,
    search: (typed) => surface.suggest(block.block_id, item.action_id, typed),
    choose: (option) => {
      chosen = option;
      if (reports(block)) act(surface, item, block, { selected_option: option });
    },
  });
}

function plain_text_input(item, block, surface, label) {
  const field = el(item.multiline ? "textarea" : "input", {
    type: item.multiline ? null : "text",
    rows: item.multiline ? "4" : null,
    maxlength: item.max_length,
    placeholder: plain(item.placeholder) || null,
    "aria-label": label ?? (plain(item.placeholder) || "Text"),
    "data-key": key(item, block),
    autocomplete: "off",
  });
  field.value = item.initial_value ?? "";
  remember(surface, item, block, () => ({ type: item.type, value: field.value || null }));
  return field;
}

function radio_buttons(item, block, surface, label) {
  return choices(item, block, surface, label, "radio");
}

function checkboxes(item, block, surface, label) {
  return choices(item, block, surface, label, "checkbox");
}

function choices(item, block, surface, label, type) {
  const name = uniqueId("choice");
  const initial = [item.initial_option, ...(item.initial_options ?? [])].map((option) => option?.value);
  const boxes = item.options.map((option) =>
    el("input", { type, name, id: uniqueId("option"), checked: initial.includes(option.value) }),
  );
  const chosen = () => item.options.filter((_, index) => boxes[index].checked);
  const state = () =>
    type === "radio" ? { selected_option: chosen()[0] ?? null } : { selected_options: chosen() };
  const lines = item.options.map((option, index) =>
    el("label", { for: boxes[index].id }, boxes[index], plain(option.text)),
  );
  remember(surface, item, block, () => ({ type: item.type, ...state() }));
  const change = () => reports(block) && act(surface, item, block, state());
  return el(
    "div",
    {
      class: "choices",
      role: type === "radio" ? "radiogroup" : "group",
      "aria-label": label ?? "Choose",
      on: { change },
    },
    ...lines,
  );
}
