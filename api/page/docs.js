// Shows /openapi.json: each operation with its parameters, its shapes and a way to try it, and every kind of error.

import { element } from "./element.js";

const main = document.getElementById("docs");
const about = document.getElementById("about");

try {
  const description = await (await fetch("/openapi.json")).json();
  show(description);
} catch {
  about.textContent = "The description cannot be read: is the server running?";
}

function show(api) {
  about.textContent = `Version ${api.info.version}. ${api.info.summary}`;
  main.append(element("p", {}, api.info.description));
  for (const [path, methods] of Object.entries(api.paths)) {
    for (const [method, operation] of Object.entries(methods)) main.append(entry(api, path, method, operation));
  }
  main.append(element("h2", {}, "Errors"));
  main.append(element("p", {}, "Every error is an application/problem+json document (RFC 9457) whose type points at one of these."));
  for (const problem of api["x-problems"]) {
    main.append(element("section", { class: "problem", id: problem.name },
      element("strong", {}, `${problem.status} ${problem.title}`), element("p", {}, problem.action)));
  }
  // The entries were not there yet when the address named one of them.
  if (location.hash) location.replace(location.hash);
}

function entry(api, path, method, operation) {
  const body = operation.requestBody?.content["application/json"].schema;
  const reply = operation.responses["200"]?.content?.["application/json"]?.schema;
  return element("details", { class: "operation" },
    element("summary", {}, element("span", { class: "method" }, method.toUpperCase()), element("code", {}, path), element("span", {}, operation.summary)),
    element("div", {},
      prose(operation.description ?? ""),
      trial(api, path, method, operation, body),
      body ? [element("h3", {}, "Request"), element("pre", {}, shape(api, body))] : null,
      reply ? [element("h3", {}, "Reply"), element("pre", {}, shape(api, reply))] : null,
      element("h3", {}, "Other replies"),
      element("ul", {}, Object.entries(operation.responses).filter(([status]) => status !== "200")
        .map(([status, response]) => element("li", {}, `${status}: ${response.description}`)))));
}

function trial(api, path, method, operation, body) {
  const fields = (operation.parameters ?? []).filter((parameter) => parameter.in !== "header").map((parameter) => [parameter,
    element("input", { name: parameter.name, autocomplete: "off", placeholder: String(parameter.schema.default ?? ""), value: parameter.schema.examples?.[0] ?? null })]);
  const text = body ? element("textarea", { "aria-label": "Request body" }) : null;
  if (text) text.value = JSON.stringify(resolved(api, body).examples?.[0] ?? {}, null, 2);
  const output = element("pre", { hidden: true, "aria-live": "polite" });
  const form = element("form", { class: "trial" },
    fields.map(([parameter, input]) => element("label", {}, element("code", {}, parameter.name), input, element("span", {}, parameter.description ?? ""))),
    text, element("button", { type: "submit", class: "primary" }, "Send"), output);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    let address = path;
    const query = new URLSearchParams();
    for (const [parameter, input] of fields) {
      if (parameter.in === "path") address = address.replace(`{${parameter.name}}`, encodeURIComponent(input.value));
      else if (input.value) query.set(parameter.name, input.value);
    }
    const options = { method: method.toUpperCase() };
    if (text) Object.assign(options, { body: text.value, headers: { "Content-Type": "application/json" } });
    output.hidden = false;
    output.textContent = "…";
    try {
      const response = await fetch(query.size ? `${address}?${query}` : address, options);
      const received = await response.text();
      output.textContent = `${response.status}\n${pretty(received)}`;
    } catch {
      output.textContent = "The server cannot be reached.";
    }
  });
  return form;
}

// Paragraphs with `code` in them.
function prose(text) {
  return text.split("\n\n").filter(Boolean).map((paragraph) =>
    element("p", {}, paragraph.split("`").map((part, i) => (i % 2 ? element("code", {}, part) : part))));
}

function pretty(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

function resolved(api, schema) {
  return schema.$ref ? api.components.schemas[schema.$ref.split("/").at(-1)] : schema;
}

// A schema as an example with types in place of values; one that holds itself is shown once.
function shape(api, schema, depth = 0, within = []) {
  const pad = "  ".repeat(depth + 1);
  if (schema.$ref && within.includes(schema.$ref)) return "{…}";
  const around = schema.$ref ? [...within, schema.$ref] : within;
  const real = resolved(api, schema);
  if (real.anyOf) return real.anyOf.map((choice) => shape(api, choice, depth, around)).join(" | ");
  if (real.enum) return real.enum.map((value) => JSON.stringify(value)).join(" | ");
  if (real.const !== undefined) return JSON.stringify(real.const);
  if (real.type === "array") return `[${shape(api, real.items ?? {}, depth, around)}, …]`;
  if (real.type === "object" && real.properties) {
    const lines = Object.entries(real.properties).map(([name, inner]) => `${pad}"${name}": ${shape(api, inner, depth + 1, around)}`);
    return `{\n${lines.join(",\n")}\n${"  ".repeat(depth)}}`;
  }
  if (real.type === "object") return "{…}";
  return real.type ?? "any";
}
