// The panel that shows a citation where it stands, its words marked.

import { element, webAddress } from "./element.js";
import * as server from "./server.js";

const STATUS = {
  current: "Current",
  superseded: "Superseded",
  historic: "Historic",
  local: "Local",
  review: "Review",
  unknown: "Status unknown",
};

export function sourcePanel(panel, desk) {
  let opener = null;

  async function open(citation, chip) {
    opener?.removeAttribute("aria-expanded");
    opener = chip;
    opener.setAttribute("aria-expanded", "true");
    panel.hidden = false;
    desk.classList.add("with-source");
    panel.replaceChildren(head(citation.title, close), element("p", { class: "loading" }, "Opening the source"));
    let found;
    try {
      found = await server.source(citation.document, citation.start, citation.end);
    } catch (failure) {
      panel.replaceChildren(head(citation.title, close), element("p", { class: "failure" }, `${failure.message} ${failure.action}`));
      return;
    }
    const text = element("div", { class: "source-text", tabindex: "0", "aria-label": "Text of the source" }, render(found));
    panel.replaceChildren(head(found.title, close), facts(found), text);
    panel.querySelector("#source-title").focus({ preventScroll: true });
    text.querySelector("mark")?.scrollIntoView({ block: "center" });
  }

  function close() {
    panel.hidden = true;
    panel.replaceChildren();
    desk.classList.remove("with-source");
    opener?.removeAttribute("aria-expanded");
    opener?.focus();
    opener = null;
  }

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !panel.hidden) close();
  });
  return { open, close };
}

function head(title, close) {
  return element(
    "header",
    { class: "source-head" },
    element("h2", { id: "source-title", tabindex: "-1" }, title),
    element("button", { type: "button", class: "quiet close", "aria-label": "Close the source", onclick: close }, "✕"),
  );
}

function facts(found) {
  const address = webAddress(found.url);
  const ours = found.origin === "restatement";
  return element(
    "div",
    { class: "source-facts" },
    element("p", {}, [found.publisher, found.year].filter(Boolean).join(", ")),
    element("p", {},
      element("span", { class: `status status-${found.status}` }, STATUS[found.status] ?? found.status),
      ours ? "Our restatement of this guidance; the words are ours." : "Your own document, quoted as it stands."),
    found.status_note ? element("p", {}, found.status_note) : null,
    address
      ? element("p", {}, element("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, "Read the original"))
      : null,
  );
}

// Offsets count code points, JavaScript's strings count UTF-16 units: hence the array.
function render(found) {
  const points = Array.from(found.text);
  const quote = [found.start - found.offset, found.end - found.offset];
  const blocks = [];
  let paragraph = null;
  let table = null;
  let start = 0;
  for (const line of found.text.split("\n")) {
    const end = start + Array.from(line).length;
    const heading = /^(#{1,6})\s+(.*?)\s*(\{#[^}]*\})?\s*$/.exec(line);
    if (/^\s*\|.*\|\s*$/.test(line)) {
      paragraph = null;
      if (!table) blocks.push((table = element("table")));
      if (!/^[\s|:-]+$/.test(line)) table.append(tableRow(points, start, end, quote, table.rows.length === 0));
    } else {
      table = null;
      if (!line.trim()) paragraph = null;
      else if (heading) {
        paragraph = null;
        const from = start + line.indexOf(heading[2], heading[1].length);
        blocks.push(element("h3", {}, marked(points, from, from + Array.from(heading[2]).length, quote)));
      } else {
        if (!paragraph) blocks.push((paragraph = element("p")));
        else paragraph.append("\n");
        paragraph.append(...marked(points, start, end, quote));
      }
    }
    start = end + 1;
  }
  return blocks.map((block) => (block.tagName === "TABLE" ? element("div", { class: "table" }, block) : block));
}

function tableRow(points, start, end, quote, first) {
  const bars = [];
  for (let i = start; i < end; i += 1) if (points[i] === "|" && points[i - 1] !== "\\") bars.push(i);
  const row = element("tr");
  for (let i = 0; i + 1 < bars.length; i += 1) {
    let [from, to] = [bars[i] + 1, bars[i + 1]];
    while (from < to && points[from] === " ") from += 1;
    while (to > from && points[to - 1] === " ") to -= 1;
    row.append(element(first ? "th" : "td", first ? { scope: "col" } : {}, marked(points, from, to, quote)));
  }
  return row;
}

// The text from `from` to `to`, the part of it that is quoted inside <mark>.
function marked(points, from, to, [low, high]) {
  const [a, b] = [Math.min(Math.max(low, from), to), Math.min(Math.max(high, from), to)];
  const text = (x, y) => points.slice(x, y).join("");
  return [text(from, a), a < b ? element("mark", {}, text(a, b)) : "", text(Math.max(a, b), to)].filter((part) => part !== "");
}
