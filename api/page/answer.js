// One answer as a card: verdict, statements with citations, what was understood, sources.

import { element, words } from "./element.js";
import { questionForm } from "./questions.js";

const VERDICTS = {
  clinician: {
    indicated: "Imaging is indicated",
    may_be_indicated: "Imaging may be indicated",
    deferred: "Not yet: treat first, image if that fails",
    not_indicated: "Imaging is not indicated",
    not_covered: "The guidance does not cover this",
  },
  patient: {
    indicated: "A scan is advised",
    may_be_indicated: "A scan may help",
    deferred: "No scan yet: treatment first",
    not_indicated: "A scan is not advised at this stage",
    not_covered: "The guidance does not cover this",
  },
};
const URGENCIES = {
  clinician: { emergency: "Emergency: act now", urgent: "Urgent: within days", routine: "Routine" },
  patient: { emergency: "Emergency: get help now", urgent: "Urgent: see a doctor today or tomorrow", routine: "Routine" },
};
const SIGNS = { indicated: "✓", may_be_indicated: "?", deferred: "…", not_indicated: "–", information: "i", clarification: "?" };
const KINDS = {
  information: "About the guidance",
  clarification: "One thing first",
  out_of_scope: "Outside what this can answer",
  no_evidence: "Nothing in the guidance supports an answer",
};
const PARTS = {
  clinician: { study: "Study", why: "Why", change: "What would change this", caution: "Take care", disagreement: "Where sources differ" },
  patient: { study: "Which scan", why: "Why", change: "What would change this", caution: "Take care", disagreement: "Where sources differ" },
};

// `open(citation, chip)` shows a citation; `reply(facts, shown)` sends answers to the questions put.
export function answerCard(answer, { open, reply }) {
  const cited = new Map(answer.citations.map((citation) => [citation.n, citation]));
  // The check's findings have citations too, by the hundred; listed are those of what was said.
  const said = new Set(answer.statements.flatMap((statement) => statement.citations));
  const listed = answer.citations.filter((citation) => said.has(citation.n));
  return element(
    "article",
    { class: "answer", "data-tone": tone(answer) },
    banner(answer),
    element("div", { class: "body" }, statements(answer, cited, open), understood(answer.facts)),
    answer.questions.length ? questionForm(answer.questions, reply) : null,
    element("footer", { class: "sources" }, sources(listed, open), copyButton(answer.text, listed)),
  );
}

// What a screen reader is told once the answer is there.
export function summary(answer) {
  const lead = answer.statements.find((statement) => statement.part === "lead") ?? answer.statements[0];
  return [...headings(answer), lead?.text].filter(Boolean).join(". ");
}

// The heading, and what stands beside it. In an emergency that comes first, whatever the verdict on the spine is.
function headings(answer) {
  if (!answer.check) return [KINDS[answer.kind] ?? answer.kind, ""];
  const verdict = VERDICTS[answer.audience][answer.check.verdict];
  const urgency = URGENCIES[answer.audience][answer.check.urgency] ?? "";
  return answer.check.urgency === "emergency" ? [urgency, verdict] : [verdict, urgency];
}

function tone(answer) {
  if (answer.check?.urgency === "emergency") return "emergency";
  return answer.check ? answer.check.verdict : answer.kind;
}

function banner(answer) {
  const [title, beside] = headings(answer);
  const sign = tone(answer) === "emergency" ? "!" : SIGNS[tone(answer)] ?? "·";
  return element(
    "header",
    { class: "verdict" },
    element("span", { class: "sign", "aria-hidden": "true" }, sign),
    element("h3", {}, title),
    beside ? element("span", { class: "beside" }, beside) : null,
  );
}

function statements(answer, cited, open) {
  const groups = [];
  for (const statement of answer.statements) {
    // Questions stand below, with buttons.
    if (statement.part === "question" && answer.questions.length) continue;
    if (groups.at(-1)?.part !== statement.part) groups.push({ part: statement.part, items: [] });
    groups.at(-1).items.push(statement);
  }
  return groups.map(({ part, items }) => {
    const lines = items.map((statement) => element("p", {}, statement.text, chips(statement.citations, cited, open)));
    const title = PARTS[answer.audience][part];
    return element("section", { class: `part part-${part || "plain"}` }, title ? element("h4", {}, title) : null, lines);
  });
}

function chips(numbers, cited, open) {
  return numbers.filter((n) => cited.has(n)).map((n) => {
    const citation = cited.get(n);
    const label = `Source ${n}: ${citation.title}, ${citation.section}`;
    // The thin space keeps a chip with the word before it.
    return ["\u202f", element("button", {
      type: "button", class: "cite", "aria-label": label, title: label, onclick: (event) => open(citation, event.currentTarget),
    }, String(n))];
  }).flat();
}

function understood(facts) {
  const bySaying = new Map();
  for (const [text, entry] of named(facts)) {
    const saying = entry.quote ? `${entry.turn}:${entry.start}:${entry.end}` : "set";
    if (!bySaying.has(saying)) bySaying.set(saying, []);
    bySaying.get(saying).push([text, entry]);
  }
  if (!bySaying.size) return null;
  return element(
    "section",
    { class: "understood" },
    element("h4", {}, "What I understood"),
    element("ul", { class: "facts" }, [...bySaying.values()].flatMap((group) => (
      // "No red flags" says a dozen things at once: they stay folded together.
      group.length > 3 ? [folded(group)] : group.map(([text, entry]) => factChip(text, entry))
    ))),
  );
}

// Every fact with its wording; a set's members one by one.
function named(facts) {
  const found = [];
  for (const [name, entry] of Object.entries(facts)) {
    if ("status" in entry) found.push([factText(name, entry.value), entry]);
    else for (const [member, inner] of Object.entries(entry)) found.push([`${words(name)}: ${inner.value ? "" : "no "}${words(member)}`, inner]);
  }
  return found;
}

function factChip(text, entry) {
  return element(
    "li",
    { class: absent(entry) ? "fact absent" : "fact" },
    element("span", { class: "fact-name" }, text),
    element("span", { class: "fact-words" }, origin(entry)),
  );
}

function folded(group) {
  return element(
    "li",
    { class: "fact absent" },
    element("details", {},
      element("summary", {}, element("span", { class: "fact-name" }, `${group.length} facts`), element("span", { class: "fact-words" }, origin(group[0][1]))),
      element("p", {}, group.map(([text]) => text).join("; "))),
  );
}

function origin(entry) {
  return entry.quote ? `“${entry.quote}”` : "set by you";
}

function absent(entry) {
  return entry.value === false || entry.value === "none";
}

function factText(name, value) {
  if (value === true) return words(name);
  if (value === false) return `no ${words(name)}`;
  // Less than two weeks reads better in days.
  if (name === "duration_weeks" && value < 2) return `duration: ${Math.round(value * 7)} days`;
  const unit = /_(years|weeks|ml)$/.exec(name);
  if (unit) return `${words(name.slice(0, unit.index))}: ${Math.round(value * 100) / 100} ${unit[1] === "ml" ? "mL" : unit[1]}`;
  return `${words(name)}: ${words(value)}`;
}

function sources(citations, open) {
  if (!citations.length) return null;
  return element(
    "details",
    {},
    element("summary", {}, citations.length === 1 ? "1 source" : `${citations.length} sources`),
    element("ol", {}, citations.map((citation) => element(
      "li",
      { value: citation.n },
      element("button", { type: "button", class: "link", onclick: (event) => open(citation, event.currentTarget) },
        `${citation.title}${citation.year ? ` (${citation.year})` : ""}, ${place(citation)}`),
      citation.status === "current" ? null : element("span", { class: "status" }, citation.status),
    ))),
  );
}

// Where in its document; a PDF that a user took in has pages.
function place(citation) {
  return citation.page ? `${citation.section}, page ${citation.page}` : citation.section;
}

// The answer with its sources as plain text, to paste into a request or a record.
function copyButton(answer, citations) {
  const listed = citations.map((citation) => (
    `[${citation.n}] ${[citation.title, place(citation), citation.year].filter(Boolean).join(", ")}${citation.url ? `. ${citation.url}` : ""}`
  ));
  const text = [answer, listed.join("\n")].filter(Boolean).join("\n\n");
  const button = element("button", {
    type: "button",
    class: "quiet",
    onclick: async () => {
      try {
        await navigator.clipboard.writeText(text);
        button.textContent = "Copied";
      } catch {
        button.textContent = "Copying was refused";
      }
      setTimeout(() => { button.textContent = "Copy"; }, 2000);
    },
  }, "Copy");
  return button;
}
