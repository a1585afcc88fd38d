import { expect, it } from "vitest";
import { z } from "zod";
import { createProviderRegistry } from "../providers/registry.ts";
import { ADDRESS_NAMES, keepCredentials } from "./keep-credentials.ts";

const stored = { url: "https://push.example.com", token: "s3cret", priority: 5 };
const keep = (given: object, ...names: string[]) => keepCredentials(stored, given, { names, field: "credentials" });

it("what is named stays beside what is given, and what is given goes before it", () => {
  expect(keep({ priority: 8 }, "url", "token", "priority")).toEqual({ ...stored, priority: 8 });
  expect(keep({ url: stored.url }, "token")).toEqual({ url: stored.url, token: "s3cret" });
});

it("a secret does not go with messages to another address", () => {
  expect(() => keep({ url: "https://evil.example.com" }, "token")).toThrow(/credentials\.url.*give all of them anew/);
  expect(() => keep({}, "token")).toThrow(/credentials\.url/);
});

it("every credential of a provider that is named like an address is known as one", () => {
  const names = createProviderRegistry()
    .all()
    .flatMap(({ Credentials }) => {
      const schema = z.toJSONSchema(Credentials, { io: "input", unrepresentable: "any" });
      return Object.keys(schema.properties ?? {});
    });
  const alike = names.filter((name) => /url|uri|host|server|endpoint|address|^api$|port$/i.test(name));
  expect(alike.filter((name) => !ADDRESS_NAMES.includes(name))).toEqual([]);
  expect(alike).toContain("url");
});
