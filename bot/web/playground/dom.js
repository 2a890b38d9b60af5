// Elements from createElement and text nodes only: whatever a person or a file wrote stays letters.

/** `el("button", {class: "x", on: {click: f}, "aria-label": "..."}, "text", node)`; null children are left out. */
export function el(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (key === "on") {
      for (const [event, listener] of Object.entries(value)) node.addEventListener(event, listener);
    } else {
      node.setAttribute(key, value === true ? "" : value);
    }
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return node;
}

let counter = 0;

/** An id that is used once in this page. */
export function uniqueId(prefix) {
  counter += 1;
  return `${prefix}-${counter}`;
}

const SVG = "http://www.w3.org/2000/svg";
const PATHS = {
  hash: "M6 2 5 14M11 2l-1 12M2.5 5.5h11M2 10.5h11",
  menu: "M2 4h12M2 8h12M2 12h12",
  close: "M3.5 3.5l9 9M12.5 3.5l-9 9",
  home: "M2.5 7.5 8 3l5.5 4.5V13h-4V9.5h-3V13h-4z",
  eye: "M1.5 8S4 3.5 8 3.5 14.5 8 14.5 8 12 12.5 8 12.5 1.5 8 1.5 8zM8 6.2a1.8 1.8 0 1 0 0 3.6 1.8 1.8 0 0 0 0-3.6z",
  code: "M5.5 4 2 8l3.5 4M10.5 4 14 8l-3.5 4",
  link: "M6.500 9.500l3-3M7 4.500l1.200-1.200a2.600 2.600 0 0 1 3.700 3.700L10.700 8.200M9 11.500l-1.200 1.200a2.600 2.600 0 0 1-3.700-3.700L5.300 7.800",
  reply: "M2.500 3.500h11v7.500h-6L4.500 13.500V11h-2z",
  send: "M2.500 2.500 14 8 2.500 13.500 4.500 8zM4.500 8H9",
  theme: "M8 2.500a5.500 5.500 0 1 0 5.500 5.500A4.300 4.300 0 0 1 8 2.500z",
  more: "M3 8h.01M8 8h.01M13 8h.01",
  trash: "M3 4.500h10M6.500 4.500V3h3v1.500M4.500 4.500l.6 8.500h5.800l.6-8.500",
};

/** A drawing that screen readers skip: the control that holds it has the name. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}

/** Only addresses of the web become links. */
export function webAddress(url) {
  return typeof url === "string" && /^https?:\/\/[^\s]+$/i.test(url) ? url : null;
}

export function link(url, ...children) {
  const address = webAddress(url);
  if (!address) return el("span", {}, ...children);
  return el("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, ...children);
}
