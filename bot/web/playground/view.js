// Views: the modal on top, as a <dialog> that keeps the focus, and the Home tab.

import { blocks } from "./blocks.js";
import { el, icon } from "./dom.js";
import { plain } from "./elements.js";
import { jsonView } from "./json_view.js";
import { refocus } from "./list.js";

function surfaceOf(view, page) {
  const inputs = new Map();
  const values = () => {
    const state = {};
    for (const [key, state_of] of inputs) {
      const [block, action] = key.split("\n");
      state[block] = { ...state[block], [action]: state_of() };
    }
    return state;
  };
  return {
    people: page.people,
    inputs,
    values,
    act: (action) => page.send("act", { view_id: view.id, action, values: values() }),
    suggest: (block_id, action_id, typed) =>
      page.send("suggest", { view_id: view.id, block_id, action_id, typed }).then((answer) => answer.found ?? {}),
  };
}

/** The Home tab in `root`: `show(view, page)`. */
export function homeTab(root) {
  let shown = "";
  function show(view, page) {
    const now = JSON.stringify(view);
    if (now === shown) return;
    const focused = root.contains(document.activeElement) ? document.activeElement : null;
    const isFirst = shown === "";
    shown = now;
    const [toggle, panel] = jsonView("the Home tab", () => view, page.announce);
    root.replaceChildren(...blocks(view.blocks, surfaceOf(view, page)), el("p", { class: "foot" }, toggle), panel);
    if (isFirst) return;
    root.scrollTop = 0;
    if (focused) refocus(root, null);
  }
  return { show };
}

/** The modal: `show(views, page)` draws the view on top of the stack, or closes. */
export function modal(dialog) {
  let top = null;
  let shown = "";
  let page = null;

  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    close();
  });

  function show(views, with_page) {
    page = with_page;
    top = views.at(-1) ?? null;
    const now = top ? `${top.id} ${top.hash}` : "";
    if (now === shown) return;
    shown = now;
    if (!top) {
      dialog.close();
      return;
    }
    draw();
    if (!dialog.open) dialog.showModal();
    const scroll = dialog.querySelector(".body-scroll");
    (scroll.querySelector("input, textarea, select") ?? scroll).focus();
  }
  function close() {
    if (top) page.send("close", { view_id: top.id });
  }
  function draw() {
    const surface = surfaceOf(top, page);
    const submit = async (event) => {
      event.preventDefault();
      const answer = await page.send("submit", { view_id: top.id, values: surface.values() });
      showErrors(answer.errors ?? {});
    };
    const [toggle, panel] = jsonView("this window", () => top, page.announce);
    dialog.replaceChildren(
      el(
        "form",
        { method: "dialog", novalidate: true, on: { submit } },
        el(
          "header",
          {},
          el("h2", { id: "modal-title" }, plain(top.title)),
          el(
            "button",
            { type: "button", class: "quiet", "aria-label": "Close", on: { click: close } },
            icon("close"),
          ),
        ),
        el("div", { class: "body-scroll", tabindex: "0", role: "region", "aria-label": "Content" }, ...blocks(top.blocks, surface), panel),
        el(
          "footer",
          {},
          toggle,
          el("button", { type: "button", class: "button", on: { click: close } }, plain(top.close) || "Close"),
          top.submit ? el("button", { type: "submit", class: "button primary" }, plain(top.submit)) : null,
        ),
      ),
    );
  }
  function showErrors(errors) {
    for (const input of dialog.querySelectorAll("[data-block]")) {
      const says = errors[input.dataset.block];
      const place = input.querySelector(".error");
      place.textContent = says ?? "";
      place.hidden = !says;
      const control = input.querySelector("input, textarea, select");
      if (says) {
        control.setAttribute("aria-invalid", "true");
        control.focus();
      } else control.removeAttribute("aria-invalid");
    }
  }
  return { show };
}
