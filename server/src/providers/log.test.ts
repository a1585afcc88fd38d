import { expect, it } from "vitest";
import { describeProvider } from "../../test/contracts/provider.ts";
import { SAMPLE_AT, SAMPLE_EVENTS } from "../../test/sample-events.ts";
import { log } from "./log.ts";

describeProvider({
  provider: log,
  golden: "log.json",
  accepted: [{ title: "nothing in them", credentials: {} }],
  refused: [{ title: "a text in their place", credentials: "none", says: /expected object/ }],
  example: {},
  model: "$name is $status",
  expectEscaped: (payload) => expect(JSON.parse(JSON.stringify(payload))).toEqual(payload),
  // A log line has no limit of its own.
  expectWithinLimits: (payload) => expect(payload.title).not.toBe(""),
  wire: null,
});

it("writes title, text and fields to the log and is delivered", async () => {
  const lines: unknown[] = [];
  const payload = log.render(SAMPLE_EVENTS.down, null, {});
  const input = { payload, credentials: {}, messageId: "m1", alertKey: null, previous: null };
  const forbidden = (): never => {
    throw new Error("the log provider calls nobody");
  };
  const result = await log.send(input, {
    http: { request: forbidden },
    connect: forbidden,
    now: SAMPLE_AT,
    log: (fields, text) => lines.push({ fields, text }),
  });
  expect(result).toEqual({ kind: "delivered" });
  expect(lines).toMatchObject([
    {
      text: "notification",
      fields: { messageId: "m1", title: "Nightly backup is DOWN", fields: { Severity: "error" } },
    },
  ]);
});
