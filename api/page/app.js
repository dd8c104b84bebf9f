// The conversation: what was asked, what came back, and what to do when nothing does.

import { answerCard, summary } from "./answer.js";
import { element } from "./element.js";
import { close as closeQuestions } from "./questions.js";
import * as server from "./server.js";
import { sourcePanel } from "./source.js";

const EXAMPLES = {
  clinician: [
    "72-year-old with osteoporosis, slipped on ice, back pain for 5 days: x-ray?",
    "45F, 3 days of low back pain after gardening, no red flags. MRI?",
    "38M, sciatica, now numb around the saddle and cannot pass urine since this morning",
    "How do ACR and ACP differ on imaging when cancer is suspected?",
  ],
  patient: [
    "I am 30 and hurt my lower back lifting boxes on Monday. Do I need a scan?",
    "My back hurts and since last night I feel numb between my legs",
    "I had breast cancer five years ago and now my back aches at night",
    "Why do doctors not x-ray every sore back?",
  ],
};
// Said when questions were answered by button: the facts go beside it, so that no wording can be misread.
const ANSWERED = "My answers are marked.";
const NOT_KNOWN = "I do not know.";

const FIRST = "For example: 72-year-old with osteoporosis, slipped on ice, back pain for 5 days: x-ray?";
const FOLLOW_UP = "Add what else is known, or ask about this";

const find = (id) => document.getElementById(id);
const form = find("ask");
const box = find("message");
const send = find("send");
const turns = find("turns");
const panel = sourcePanel(find("source"), find("desk"));
let conversation = null;
let asking = false;

const audience = () => document.querySelector("input[name=audience]:checked").value;

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const text = box.value.trim();
  if (!text || asking) return box.focus();
  box.value = "";
  ask(text);
});
box.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    form.requestSubmit();
  }
});
find("new").addEventListener("click", startAfresh);
for (const choice of document.querySelectorAll("input[name=audience]")) choice.addEventListener("change", showExamples);
showExamples();
talking(false);

async function ask(message, { facts = null, shown = [message] } = {}) {
  asking = true;
  send.disabled = true;
  talking(true);
  // A touch screen would cover the answer with its keyboard.
  if (matchMedia("(pointer: fine)").matches) box.focus();
  for (const old of turns.querySelectorAll("form.questions:not(.done)")) closeQuestions(old);
  const waiting = element("p", { class: "loading" }, "Checking the guidance");
  const turn = element(
    "li",
    { class: "turn" },
    element("div", { class: "said" }, element("h3", { class: "unseen" }, "You"), shown.map((line) => element("p", {}, line))),
    waiting,
  );
  turns.append(turn);
  turn.scrollIntoView({ block: "start" });
  try {
    const answer = await server.chat(message, { conversation, audience: audience(), facts });
    conversation = answer.conversation_id;
    waiting.replaceWith(answerCard(answer, { open: panel.open, reply }));
    find("status").textContent = summary(answer);
  } catch (failure) {
    if (!(failure instanceof server.Failure)) throw failure;
    waiting.replaceWith(failed(failure, turn, () => ask(message, { facts, shown })));
    if (!facts && !box.value) box.value = message;
  } finally {
    asking = false;
    send.disabled = false;
    turn.scrollIntoView({ block: "start" });
  }
}

function reply(facts, lines) {
  const any = Object.keys(facts).length > 0;
  ask(any ? ANSWERED : NOT_KNOWN, { facts: any ? facts : null, shown: lines });
}

function failed(failure, turn, again) {
  const lost = failure.type.endsWith("#unknown-conversation");
  const retry = () => {
    if (lost) conversation = null;
    box.value = "";
    turn.remove();
    again();
  };
  return element(
    "div",
    { class: "failure", role: "alert" },
    element("p", {}, element("strong", {}, failure.message)),
    failure.action ? element("p", {}, failure.action) : null,
    element("button", { type: "button", class: "quiet", onclick: retry }, lost ? "Ask again as a new conversation" : "Try again"),
  );
}

function talking(begun) {
  find("welcome").hidden = begun;
  form.classList.toggle("compact", begun);
  box.placeholder = begun ? FOLLOW_UP : FIRST;
}

function startAfresh() {
  conversation = null;
  turns.replaceChildren();
  panel.close();
  talking(false);
  find("status").textContent = "A new conversation.";
  box.value = "";
  box.focus();
}

function showExamples() {
  find("examples").replaceChildren(...EXAMPLES[audience()].map((text) => element(
    "li", {}, element("button", { type: "button", class: "example", onclick: () => !asking && ask(text) }, text),
  )));
}
