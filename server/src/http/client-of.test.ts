import { describe, expect, it } from "vitest";
import { createTestApp } from "../../test/test-app.ts";

/** Asks with a wrong key over a connection from this address, and says what the log tells of the client. */
async function loggedClient(from: string, forwardedFor: string | null, trustedProxies: readonly string[]) {
  const test = await createTestApp({ settings: { trustedProxies } });
  const headers = { "X-Api-Key": "wbw_wrong", ...(forwardedFor !== null && { "X-Forwarded-For": forwardedFor }) };
  const connection = { incoming: { socket: { remoteAddress: from } } };
  const answer = await test.http.request("/api/v1/monitors?secret=hidden", { headers }, connection);
  await test.close();
  expect(answer.status).toBe(401);
  expect(JSON.stringify(test.logLines)).not.toMatch(/wbw_wrong|hidden/);
  return test.logLines;
}

describe("a request with a wrong key", () => {
  it("is logged with the address of its sender and without the key", async () => {
    expect(await loggedClient("198.51.100.4", null, [])).toEqual([
      {
        level: "warn",
        text: "a request carried a wrong key",
        fields: { client: "198.51.100.4", method: "GET", route: "/api/v1/monitors" },
      },
    ]);
  });

  it("is logged with the client that a trusted proxy names", async () => {
    const lines = await loggedClient("127.0.0.1", "192.0.2.1, 203.0.113.7", ["127.0.0.1"]);
    expect(lines).toMatchObject([{ fields: { client: "203.0.113.7" } }]);
  });

  it("cannot name another client by itself", async () => {
    const lines = await loggedClient("198.51.100.4", "203.0.113.7", ["127.0.0.1"]);
    expect(lines).toMatchObject([{ fields: { client: "198.51.100.4" } }]);
  });
});
