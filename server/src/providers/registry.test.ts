import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { createProviderRegistry } from "./registry.ts";

const here = import.meta.dirname;
const docs = join(here, "../../../docs/providers");
/** What lies in the folder beside the providers. */
const NO_PROVIDERS = ["contract", "registry"];

const kindsIn = (folder: string, ending: string): readonly string[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith(ending) && (ending !== ".ts" || !name.endsWith(".test.ts")))
    .map((name) => name.slice(0, -ending.length))
    .sort();

describe("the registry of providers", () => {
  const registry = createProviderRegistry();

  it("holds what the folder holds, and each has its page", () => {
    expect(registry.kinds().length).toBeGreaterThan(3);
    expect(kindsIn(here, ".ts").filter((name) => !NO_PROVIDERS.includes(name))).toEqual(registry.kinds());
    expect(kindsIn(docs, ".md")).toEqual(registry.kinds());
  });

  it.each(registry.all())("$kind has a test, a page with its title, and is found by its name", (provider) => {
    expect(registry.get(provider.kind)).toBe(provider);
    expect(existsSync(join(here, `${provider.kind}.test.ts`))).toBe(true);
    const page = readFileSync(join(docs, `${provider.kind}.md`), "utf8");
    expect(page.split("\n")[0]).toBe(`# ${provider.title}`);
    for (const limit of Object.values(provider.limits)) expect(page).toContain(limit.source);
  });

  it.each(registry.all())("$kind says in words what each of its credentials is", ({ Credentials }) => {
    expect(untitled(z.toJSONSchema(Credentials, { io: "input", unrepresentable: "any" }), "credentials")).toEqual([]);
  });

  it("knows no other", () => {
    expect(registry.get("pigeon")).toBeNull();
    expect(registry.get("__proto__")).toBeNull();
  });
});

/** The fields that a form could name by their key only; what stands inside a titled object or list is its own affair. */
function untitled(schema: z.core.JSONSchema._JSONSchema, path: string): readonly string[] {
  if (typeof schema === "boolean") return [path];
  if (schema.title !== undefined) return [];
  const inner = Object.entries(schema.properties ?? {});
  if (schema.type !== "object" || (inner.length === 0 && path !== "credentials")) return [path];
  return inner.flatMap(([key, part]) => untitled(part, `${path}.${key}`));
}
