// What the page says to its server. Every request carries the token of this run.

const token = document.querySelector("meta[name=token]").content;

/** POST `sent` to /api/`doing`; the answer, or {problem} in words when there is none. */
export async function send(doing, sent = {}) {
  try {
    const response = await fetch(`/api/${doing}`, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-Playground-Token": token },
      body: JSON.stringify(sent),
    });
    return response.ok ? await response.json() : { problem: await response.text() };
  } catch {
    return { problem: "The playground does not run any more. Start it again with: make run" };
  }
}

/** Everything to see, once it differs from version `since`. */
export async function stateAfter(since) {
  const response = await fetch(`/api/state?since=${since}`, {
    headers: { "X-Playground-Token": token },
  });
  if (!response.ok) throw new Error(await response.text());
  return response.json();
}
