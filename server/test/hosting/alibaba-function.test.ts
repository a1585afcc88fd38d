import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { FUNCTION_FILE } from "../../../scripts/function-compute/build-function.ts";
import { parseRelaySettings, RELAY_VARIABLES } from "../../src/config/relay-settings.ts";

const file = join(import.meta.dirname, "../../../deploy/alibaba/s.yaml");

/** What we use of the component fc3, strictly: its own schema takes keys that it does not know. */
const Text = z.string().min(1);
const HttpTrigger = z.strictObject({
  triggerName: Text,
  triggerType: z.literal("http"),
  triggerConfig: z.strictObject({
    authType: z.enum(["anonymous", "function", "jwt"]),
    disableURLInternet: z.boolean(),
    methods: z.array(z.enum(["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"])).min(1),
  }),
});
const EventTrigger = z.strictObject({
  triggerName: Text,
  triggerType: z.literal("eventbridge"),
  triggerConfig: z.strictObject({
    triggerEnable: z.boolean(),
    asyncInvocationType: z.boolean(),
    eventRuleFilterPattern: z.string().transform((text) => JSON.parse(text)),
    eventSourceConfig: z.strictObject({ eventSourceType: z.literal("Default") }),
  }),
});
const Props = z
  .strictObject({
    region: Text,
    functionName: z.string().regex(/^[a-z_][\w-]{0,127}$/i),
    description: Text.max(256),
    runtime: z.enum(["nodejs16", "nodejs18", "nodejs20"]),
    handler: z.string().regex(/^\w+\.\w+$/),
    code: Text,
    cpu: z.number().min(0.05).max(16).multipleOf(0.05),
    memorySize: z.int().min(128).max(32_768).multipleOf(64),
    diskSize: z.union([z.literal(512), z.literal(10_240)]),
    timeout: z.int().min(1).max(86_400),
    internetAccess: z.boolean(),
    logConfig: z.literal("auto").optional(),
    environmentVariables: z.record(z.string().regex(/^[A-Z]\w*$/), z.string()),
    triggers: z.array(z.discriminatedUnion("triggerType", [HttpTrigger, EventTrigger])),
  })
  .refine(({ cpu, memorySize }) => memorySize / 1_024 / cpu >= 1 && memorySize / 1_024 / cpu <= 4, {
    message: "one part of processor goes with one to four of memory",
  });
const ServerlessDevs = z.strictObject({
  edition: z.literal("3.0.0"),
  name: Text,
  access: Text,
  vars: z.record(Text, z.string()),
  resources: z.record(Text, z.strictObject({ component: z.literal("fc3"), props: Props })),
});

describe("s.yaml", () => {
  const text = readFileSync(file, "utf8");
  const relay = ServerlessDevs.parse(parse(text)).resources.relay?.props;

  it("deploys the bundle as what it was built for", () => {
    const [module = "", method = ""] = relay?.handler.split(".") ?? [];
    expect(join("deploy/alibaba", relay?.code ?? "", `${module}.mjs`)).toBe(FUNCTION_FILE);
    expect(method).toBe("handler");
    expect(relay?.runtime).toBe("nodejs20");
    // Three seconds for the target, and time to start.
    expect(relay?.timeout).toBeGreaterThanOrEqual(5);
  });

  it("takes POST from anybody, and events only when somebody switches them on", () => {
    const [http, events] = relay?.triggers ?? [];
    expect(http?.triggerConfig).toMatchObject({ authType: "anonymous", methods: ["POST"], disableURLInternet: false });
    expect(events?.triggerConfig).toMatchObject({
      triggerEnable: false,
      eventRuleFilterPattern: { source: ["acs.ecs"] },
    });
  });

  it("sets every setting of the relay and no other, with the secrets from outside", () => {
    const env = relay?.environmentVariables ?? {};
    expect(Object.keys(env)).toEqual(Object.values(RELAY_VARIABLES));
    for (const variable of [RELAY_VARIABLES.target, RELAY_VARIABLES.token]) {
      expect(env[variable]).toBe(`\${env('${variable}')}`);
    }
    const { vars } = ServerlessDevs.parse(parse(text));
    const filled = Object.fromEntries(
      Object.entries(env).map(([name, value]) => [
        name,
        value.replace(/\$\{vars\.(\w+)\}/, (_all, key) => vars[key] ?? "?"),
      ]),
    );
    const secrets = {
      [RELAY_VARIABLES.target]: "https://hooks.slack.com/services/T0/B0/x",
      [RELAY_VARIABLES.token]: "0123456789abcdef".repeat(2),
    };
    const parsed = parseRelaySettings({ env: { ...filled, ...secrets }, readFile: () => "" });
    expect(parsed).toMatchObject({ kind: "ok", settings: { allow: [], timezone: "UTC" } });
  });

  it.each([
    ["a key that nobody knows", "memorySize: 512", "memorySize: 512\n      memory: 512"],
    // Function Compute has it for runtimes of one's own only.
    ["several calls at a time", "timeout: 10", "timeout: 10\n      instanceConcurrency: 10"],
    ["a runtime that does not exist", "runtime: nodejs20", "runtime: nodejs24"],
    ["memory that is no multiple of 64", "memorySize: 512", "memorySize: 500"],
    ["too little memory for the processor", "cpu: 0.35", "cpu: 2"],
    ["an unknown sign-in", "authType: anonymous", "authType: nobody"],
    ["a trigger of another kind", "triggerType: http", "triggerType: htpp"],
    ["a key in a trigger that nobody knows", "triggerEnable: false", "triggerEnable: false\n            enabled: true"],
    ["another edition", "edition: 3.0.0", "edition: 1.0.0"],
  ])("would be refused with %s", (_what, from, to) => {
    expect(text).toContain(from);
    expect(ServerlessDevs.safeParse(parse(text.replace(from, to))).success).toBe(false);
  });
});
