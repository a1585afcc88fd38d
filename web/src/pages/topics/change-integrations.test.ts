import { expect, it } from "vitest";
import type { Api, CallOptions } from "../../api/api.ts";
import { ApiError } from "../../api/api-error.ts";
import { removeIntegration, saveIntegration } from "./change-integrations.ts";

const here = { model: null, notifyOn: null, enabled: true, suspended: null, credentialsSet: ["url"], delivery: {} };
const mail = { ...here, id: "i1", name: "mail", provider: "email" };
const chat = { ...here, id: "i2", name: "chat", provider: "slack" };

/** An API whose topic holds mail and chat; says what was put. */
function fakeApi(refusal?: ApiError) {
  const put: unknown[] = [];
  const api = {
    get: async () => ({ integrations: [mail, chat] }),
    put: async (_: string, options: CallOptions) => {
      if (refusal) throw refusal;
      put.push(options.body);
      return {};
    },
  } as unknown as Api;
  return { api, put };
}

const sent = ({ id, name, provider }: { id: string; name: string; provider: string }) => ({
  id,
  name,
  provider,
  model: null,
  notifyOn: null,
  enabled: true,
});

it("a change leaves the other integrations as the server has them, and sends no credentials of theirs", async () => {
  const { api, put } = fakeApi();
  const draft = { ...sent(chat), name: "team", credentials: { url: "https://x.example" } };
  await saveIntegration(api, "shop+orders", draft);
  expect(put).toEqual([{ integrations: [sent(mail), draft] }]);
});

it("a new one is put last, and one that is taken out is left out", async () => {
  const { api, put } = fakeApi();
  const { id: _, ...log } = { ...sent(chat), name: "log", provider: "log" };
  await saveIntegration(api, "shop+orders", log);
  await removeIntegration(api, "shop+orders", "i1");
  expect(put).toEqual([{ integrations: [sent(mail), sent(chat), log] }, { integrations: [sent(chat)] }]);
});

it("one that somebody removed meanwhile does not come back by itself", async () => {
  const { api, put } = fakeApi();
  await expect(saveIntegration(api, "shop+orders", { ...sent(chat), id: "gone" })).rejects.toThrow("removed this");
  expect(put).toEqual([]);
});

it("what the API says of it is said of the fields of its form", async () => {
  const text = '"integrations.1.credentials.url" is required.';
  const facts = { code: "invalid_credentials", status: 400, field: "integrations.1.credentials.url" };
  const saving = saveIntegration(fakeApi(new ApiError(text, facts)).api, "shop+orders", sent(chat));
  await expect(saving).rejects.toMatchObject({ field: "credentials.url", message: '"credentials.url" is required.' });
});
