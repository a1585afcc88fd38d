import { describe, expect, it } from "vitest";
import type { SendResult } from "../contract.ts";
import { withOwnWait } from "./own-wait.ts";

const limited: SendResult = { kind: "limited", afterMs: 60_000, reason: "Slow." };
const answer = (headers: Record<string, string>) => ({ kind: "answer", status: 429, headers, body: "" }) as const;

describe("a limit in a service's own form", () => {
  it("sets the wait where there is no Retry-After", () => {
    expect(withOwnWait(limited, answer({}), 7_000)).toMatchObject({ kind: "limited", afterMs: 7_000 });
  });

  it("comes after Retry-After", () => {
    expect(withOwnWait(limited, answer({ "retry-after": "60" }), 7_000)).toBe(limited);
  });

  it("changes nothing when it is not there, or when nothing is limited", () => {
    expect(withOwnWait(limited, answer({}), null)).toBe(limited);
    const retry: SendResult = { kind: "retry", reason: "Broken." };
    expect(withOwnWait(retry, answer({}), 7_000)).toBe(retry);
  });
});
