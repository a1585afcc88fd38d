import { describe, expect, it } from "vitest";
import { ApiError } from "../../../api/api-error.ts";
import type { Integration, Topic } from "../../../api/topics.ts";
import { readCredentialFields } from "../../../parts/credentials/read-fields.ts";
import { checkValues, draftOf, type EditorSubject, initialValues, inWordsOfForm, previewOf } from "./editor-values.ts";

const SCHEMA = {
  type: "object",
  properties: {
    url: { title: "Address", type: "string" },
    secret: { title: "Secret", type: "string", format: "password" },
  },
  required: ["url"],
};
const fields = readCredentialFields(SCHEMA);
const provider = { kind: "webhook", title: "Webhook", keepsIncidents: false, limits: {}, credentials: SCHEMA };
const delivery = { state: "working", since: null, until: null, reason: null } as const;
const integration: Integration = {
  id: "i1",
  name: "hook",
  provider: "webhook",
  model: null,
  notifyOn: null,
  enabled: true,
  suspended: null,
  delivery,
  credentialsSet: ["url", "secret"],
};
const topic: Topic = {
  id: "t1",
  name: "shop+orders",
  channel: "shop",
  topic: "orders",
  createdAt: "2026-03-04T12:00:00Z",
  hash: null,
  integrations: [integration, { ...integration, id: "i2", name: "other" }],
};
const fresh: EditorSubject = { topic, provider, fields };
const known: EditorSubject = { ...fresh, integration };
const values = initialValues(integration, "");
const about = { type: "sample", event: "down" } as const;

describe("the form of an integration", () => {
  it("says what is missing in a new one, and that names are there once", () => {
    expect(checkValues(fresh, { ...initialValues(undefined, "other"), model: " " })).toEqual({
      name: "The topic has an integration of this name already.",
      model: "Write a text, or take the default one.",
      "credentials.url": "Address is needed.",
    });
    expect(checkValues(known, values)).toEqual({});
  });

  it("sends no credentials when they all stay, and names those that stay beside new ones", () => {
    expect(draftOf(known, { ...values, name: " renamed " })).toEqual({
      id: "i1",
      name: "renamed",
      provider: "webhook",
      model: null,
      notifyOn: null,
      enabled: true,
    });
    const changed = draftOf(known, { ...values, kept: ["url"], typed: { secret: "whsec_new", url: "left over" } });
    expect(changed).toMatchObject({ credentials: { secret: "whsec_new" }, keepCredentials: ["url"] });
    expect(draftOf(known, { ...values, kept: ["url"] })).toMatchObject({ credentials: {}, keepCredentials: ["url"] });
  });

  it("leaves the mailbox of a member alone until somebody gives another address", () => {
    const personal = { ...known, integration: { ...integration, credentialsSet: ["account"] } };
    const untouched = { ...values, kept: ["account"] };
    expect(checkValues(personal, untouched)).toEqual({});
    expect(draftOf(personal, untouched)).not.toHaveProperty("credentials");
    const moved = draftOf(personal, { ...untouched, typed: { url: "https://x.example" } });
    expect(moved).toMatchObject({ credentials: { url: "https://x.example" } });
    expect(moved).not.toHaveProperty("keepCredentials");
  });

  it("previews a webhook once it has an address, from what is stored and what is typed", () => {
    expect(previewOf(fresh, initialValues(undefined, "new"), about)).toBeNull();
    const own = { channel: "shop", topic: "orders", name: "hook" };
    expect(previewOf(known, values, about)).toEqual({ provider: "webhook", model: null, about, integration: own });
    expect(previewOf(known, { ...values, kept: ["url"], typed: { secret: "x" } }, about)).toMatchObject({
      integration: own,
      credentials: { secret: "x" },
      keepCredentials: ["url"],
    });
  });

  it("tells of a fault in the words of its labels", () => {
    const error = new ApiError('"credentials.url" must begin with http.', {
      code: "invalid_credentials",
      status: 400,
      field: "credentials.url",
    });
    expect(inWordsOfForm(error, fields)).toMatchObject({
      message: "Address must begin with http.",
      field: "credentials.url",
    });
  });
});
