// Builds elements. Text only ever becomes a text node, so nothing that a person or a document wrote can become markup.

export function element(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (name === "class") made.className = value;
    else made.setAttribute(name, value === true ? "" : value);
  }
  for (const child of children.flat()) {
    if (child !== null && child !== undefined && child !== "") made.append(child);
  }
  return made;
}

// The web address in a document's `url`, which may carry a note after it; null if there is none.
export function webAddress(url) {
  const first = (url ?? "").split(/\s/)[0];
  return /^https?:\/\//.test(first) ? first : null;
}

// "low_velocity" as a reader says it.
export function words(name) {
  return String(name).replaceAll("_", " ");
}
