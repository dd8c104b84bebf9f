// Talks to the API. What goes wrong becomes a Failure whose text is fit to show.

export class Failure extends Error {
  constructor(text, action = "", type = "") {
    super(text);
    this.action = action;
    this.type = type;
  }
}

export function chat(message, { conversation, audience, facts }) {
  const body = { message, audience };
  if (conversation) body.conversation_id = conversation;
  if (facts) body.facts = facts;
  return call("/v1/chat", {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/json" },
    body: JSON.stringify(body),
  });
}

export function source(document, start, end) {
  return call(`/v1/sources/${encodeURIComponent(document)}?start=${start}&end=${end}`);
}

async function call(path, options = {}) {
  let response;
  try {
    response = await fetch(path, options);
  } catch {
    throw new Failure("The server cannot be reached.", "Check that it is running, then try again.");
  }
  let data;
  try {
    data = await response.json();
  } catch {
    throw new Failure(`The server sent something unreadable (status ${response.status}).`, "Try again.");
  }
  if (!response.ok) throw new Failure(data.detail ?? `The server refused (status ${response.status}).`, data.action, data.type);
  return data;
}
