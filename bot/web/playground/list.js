// A list of messages that is drawn anew only where something changed, so that focus and open panels stay.

/** `show(messages)` for one scrolling log; `draw(message)` makes an article, `mark(message)` what it depends on. */
export function messageList(root, draw, mark) {
  const shown = new Map();
  let follows = true;
  for (const way of ["wheel", "touchmove"]) {
    root.addEventListener(way, () => (follows = isAtEnd()), { passive: true });
  }

  function isAtEnd() {
    return root.scrollHeight - root.scrollTop - root.clientHeight < 80;
  }
  function show(messages) {
    const wasAtEnd = isAtEnd();
    forget(new Set(messages.map((message) => message.ts)));
    const added = messages.map(put).filter(Boolean);
    if (added.length && follows) reveal(added[0]);
    else if (wasAtEnd) root.scrollTop = root.scrollHeight;
  }
  function forget(wanted) {
    for (const [ts, one] of shown) {
      if (wanted.has(ts)) continue;
      one.node.remove();
      shown.delete(ts);
    }
  }
  /** Draws the message where it is new or different; its node when it is new. */
  function put(message) {
    const now = mark(message);
    const before = shown.get(message.ts);
    if (before?.mark === now) return null;
    const node = draw(message);
    shown.set(message.ts, { node, mark: now });
    if (before) {
      replace(before.node, node);
      return null;
    }
    root.append(node);
    return node;
  }
  /** The end, or the beginning of what is new where that is longer than the window: answers are read from the top. */
  function reveal(node) {
    const question = node.previousElementSibling;
    const first = question?.classList.contains("own") ? question : node;
    root.scrollTop = Math.min(root.scrollHeight - root.clientHeight, first.offsetTop);
  }
  function clear() {
    shown.clear();
    root.replaceChildren();
  }
  function follow() {
    follows = true;
  }
  return { show, clear, follow };
}

/** Puts `fresh` in the place of `old`, and the focus on the same control in it. */
export function replace(old, fresh) {
  const focused = old.contains(document.activeElement) ? document.activeElement : null;
  old.replaceWith(fresh);
  if (focused) refocus(fresh, focused.dataset.key);
}

/** Focus on the control with this key, or on `root` itself where it is gone. */
export function refocus(root, key) {
  const same = [...root.querySelectorAll("[data-key]")].find((node) => node.dataset.key === key);
  (same ?? root).focus({ preventScroll: true });
}
