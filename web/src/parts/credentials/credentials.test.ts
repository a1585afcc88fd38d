import { describe, expect, it } from "vitest";
import { readCredentialFields } from "./read-fields.ts";
import { writeCredentials } from "./write-credentials.ts";

const SCHEMA = {
  type: "object",
  properties: {
    secret: { title: "Secret", format: "password", type: "string" },
    url: {
      title: "Address",
      description: "Where to.",
      examples: ["https://a.example"],
      type: "string",
      maxLength: 2_048,
    },
    port: { title: "Port", type: "integer", shownFirst: true },
    method: { title: "Method", type: "string", enum: ["POST", "GET"] },
    headers: { title: "Headers", type: "object", additionalProperties: { type: "string" } },
    body: { title: "Body", type: "string", maxLength: 65_536 },
    to: { title: "To", type: "array", items: { type: "string" } },
    odd: { title: "Odd", type: "array", items: { type: "object" } },
    responders: {
      title: "Responders",
      type: "array",
      items: {
        type: "object",
        properties: { type: { title: "Type", type: "string", enum: ["team", "user"] }, name: { type: "string" } },
        required: ["type"],
      },
    },
    settings: { title: "Settings", type: "object", additionalProperties: {} },
    at: {
      type: "object",
      properties: {
        all: { title: "Everybody", type: "boolean" },
        ids: { title: "Ids", type: "array", items: { type: "string" } },
      },
      required: ["ids"],
    },
  },
  required: ["url", "to"],
};

const fields = readCredentialFields(SCHEMA);
const write = (typed: Record<string, string | boolean>) =>
  writeCredentials(fields, { url: "https://x.example", to: "a@x.example", ...typed });

describe("a form that is drawn from a schema", () => {
  it("shows first what is needed and what the schema wants shown", () => {
    expect(fields.filter(({ shownFirst }) => shownFirst).map(({ name }) => name)).toEqual(["url", "to", "port"]);
    expect(fields[0]).toEqual({
      name: "url",
      label: "Address",
      hint: "Where to.",
      example: "https://a.example",
      kind: "line",
      choices: [],
      required: true,
      shownFirst: true,
    });
  });

  it("knows how each is typed, also inside of another", () => {
    expect(Object.fromEntries(fields.map(({ name, kind }) => [name, kind]))).toEqual({
      url: "line",
      port: "number",
      to: "list",
      secret: "secret",
      method: "choice",
      headers: "pairs",
      body: "text",
      odd: "json",
      responders: "rows",
      settings: "entries",
      "at.all": "tick",
      "at.ids": "list",
    });
  });

  it("needs nothing that stands inside of what is not needed", () => {
    expect(fields.find(({ name }) => name === "at.ids")?.required).toBe(false);
  });
});

describe("what a form sends", () => {
  it("leaves out what was left empty", () => {
    expect(write({ port: "", method: "", "at.all": false })).toEqual({
      kind: "credentials",
      credentials: { url: "https://x.example", to: ["a@x.example"] },
    });
  });

  it("turns what was typed into what the schema wants", () => {
    const typed = {
      port: "587",
      to: "a@x.example\n\n b@x.example ",
      headers: "Authorization: Bearer a:b\nX-Team:  night ",
      odd: '[{"a": 1}]',
      responders: '[{"type": "team", "name": " Shop "}, {}, {"type": "user", "name": ""}]',
      settings: '[{"name": "token", "value": "0123"}, {"name": "at", "value": "{\\"all\\": true}"}]',
      "at.all": true,
      "at.ids": "kim",
      body: '  {"text": "$name"}\n',
    };
    expect(write(typed)).toEqual({
      kind: "credentials",
      credentials: {
        url: "https://x.example",
        port: 587,
        to: ["a@x.example", "b@x.example"],
        headers: { Authorization: "Bearer a:b", "X-Team": "night" },
        odd: [{ a: 1 }],
        responders: [{ type: "team", name: "Shop" }, { type: "user" }],
        settings: { token: "0123", at: { all: true } },
        at: { all: true, ids: ["kim"] },
        body: '  {"text": "$name"}\n',
      },
    });
  });

  it("says at the field what is missing or cannot be read", () => {
    expect(write({ url: " ", port: "many", headers: "no colon", odd: "[" })).toEqual({
      kind: "faults",
      faults: {
        url: "Address is needed.",
        port: "This must be a number.",
        headers: '"no colon" must be a name, a colon and a value.',
        odd: "This must be JSON.",
      },
    });
    expect(
      write({ responders: '[{"type": "team"}, {"name": "Shop"}]', settings: '[{"name": "a", "value": "{"}]' }),
    ).toEqual({
      kind: "faults",
      faults: {
        responders: "Type is needed in row 2.",
        settings: 'The value of "a" begins like JSON and is none.',
      },
    });
  });

  it("sends nothing of rows in which nothing is typed", () => {
    expect(write({ responders: '[{}, {"name": " "}]', settings: "[]" })).toMatchObject({
      credentials: { url: "https://x.example", to: ["a@x.example"] },
    });
  });

  it("draws a row of each field that its items have", () => {
    expect(fields.find(({ name }) => name === "responders")?.columns).toEqual([
      { name: "type", label: "Type", choices: ["team", "user"], required: true },
      { name: "name", label: "name", choices: [], required: false },
    ]);
  });
});
