// The questions of an answer, each with buttons. What is not known stays unknown: nothing is sent for it.

import { element, words } from "./element.js";

const UNKNOWN = Symbol("unknown");

// `reply(facts, lines)`: the facts chosen, and a line of text for each question answered.
export function questionForm(questions, reply) {
  const chosen = new Map();
  const send = element("button", { type: "submit", class: "primary", disabled: true }, questions.length > 1 ? "Send answers" : "Send");
  const form = element(
    "form",
    { class: "questions", "aria-label": "Questions that could change the answer" },
    element("h4", {}, "It would help to know"),
    questions.map((question) => row(question, (value) => {
      if (value === undefined) chosen.delete(question.fact);
      else chosen.set(question.fact, value);
      send.disabled = chosen.size === 0;
      // One question with a plain reply needs no second click.
      if (questions.length === 1 && ["bool", "enum"].includes(question.type) && chosen.size) form.requestSubmit();
    })),
    send,
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!chosen.size || form.classList.contains("done")) return;
    close(form);
    const facts = {};
    for (const [fact, value] of chosen) if (value !== UNKNOWN) facts[fact] = value;
    reply(facts, questions.filter((q) => chosen.has(q.fact)).map((q) => `${q.text} ${spoken(q, chosen.get(q.fact))}`));
  });
  return form;
}

// Questions of an earlier answer can no longer be answered there.
export function close(form) {
  form.classList.add("done");
  for (const control of form.querySelectorAll("button, input")) control.disabled = true;
}

function row(question, choose) {
  const legend = element("legend", {}, question.text);
  return element("fieldset", { class: "question" }, legend, element("div", { class: "replies" }, controls(question, choose)));
}

function controls(question, choose) {
  if (question.type === "number") {
    return element("input", {
      type: "number", min: 0, step: "any", inputmode: "decimal", "aria-label": question.text,
      oninput: (event) => choose(event.target.value === "" ? undefined : Number(event.target.value)),
    });
  }
  if (question.type === "set") return members(question, choose);
  const options = question.type === "enum" ? question.options.map((value, i) => [question.labels[i] || words(value), value]) : [["Yes", true], ["No", false]];
  return single([...options, ["Don't know", UNKNOWN]], choose);
}

function single(options, choose) {
  const buttons = options.map(([label, value]) => toggle(label, (pressed) => {
    for (const other of buttons) press(other, other === pressed && other.getAttribute("aria-pressed") !== "true");
    choose(pressed.getAttribute("aria-pressed") === "true" ? value : undefined);
  }));
  return buttons;
}

// A set: any of its members, or none of them.
function members(question, choose) {
  const named = question.options.map((member, i) => [member, toggle(question.labels[i] || words(member), (button) => flip(button))]);
  const whole = [
    [Object.fromEntries(question.options.map((member) => [member, false])), toggle("None of these", (button) => only(button))],
    [UNKNOWN, toggle("Don't know", (button) => only(button))],
  ];
  function flip(button) {
    press(button, button.getAttribute("aria-pressed") !== "true");
    for (const [, other] of whole) press(other, false);
    tell();
  }
  function only(button) {
    const on = button.getAttribute("aria-pressed") !== "true";
    for (const [, other] of [...named, ...whole]) press(other, other === button && on);
    tell();
  }
  function tell() {
    const pressed = ([, button]) => button.getAttribute("aria-pressed") === "true";
    const all = whole.find(pressed);
    const some = named.filter(pressed).map(([member]) => [member, true]);
    choose(all ? all[0] : some.length ? Object.fromEntries(some) : undefined);
  }
  return [...named, ...whole].map(([, button]) => button);
}

function toggle(label, onpress) {
  return element("button", { type: "button", class: "reply", "aria-pressed": "false", onclick: (event) => onpress(event.currentTarget) }, label);
}

function press(button, on) {
  button.setAttribute("aria-pressed", String(on));
}

function spoken(question, value) {
  if (value === UNKNOWN) return "Don't know";
  if (value === true) return "Yes";
  if (value === false) return "No";
  if (question.type !== "set") return words(value);
  const present = Object.keys(value).filter((member) => value[member]);
  return present.length ? present.map(words).join(", ") : "None of these";
}
