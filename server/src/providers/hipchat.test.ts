import { describe, expect, it } from "vitest";
import { type HttpScene, startHttpVendor } from "../../test/contracts/http-vendor.ts";
import { describeProvider } from "../../test/contracts/provider.ts";
import { SAMPLE_AT, SAMPLE_EVENTS } from "../../test/sample-events.ts";
import { hipchat } from "./hipchat.ts";

const TOKEN = "ZW6x5mIVmPQr0Cq7DfTtbkoPNQGbWgTMDiv5BvfN";
const EXAMPLE = { url: "https://hipchat.example.com", room: "Ops & Co", token: TOKEN };
const says = (status: number, body: unknown = "", headers: Record<string, string> = {}): HttpScene => ({
  status,
  body: typeof body === "string" ? body : JSON.stringify(body),
  headers,
});
const error = (message: string) => ({ error: { code: 401, type: "Unauthorized", message } });
const resetsIn = (seconds: number): string => String(SAMPLE_AT / 1_000 + seconds);

describeProvider({
  provider: hipchat,
  golden: "hipchat.json",
  accepted: [
    { title: "a room by its name", credentials: EXAMPLE },
    {
      title: "a room by its id, below a path",
      credentials: { ...EXAMPLE, url: "http://chat.internal/hipchat/", room: "42" },
    },
  ],
  refused: [
    { title: "no address", credentials: { room: "1", token: TOKEN }, says: /url: .*expected string/ },
    { title: "no room", credentials: { ...EXAMPLE, room: "" }, says: /room: must be the id or the name/ },
    { title: "a room that climbs", credentials: { ...EXAMPLE, room: ".." }, says: /room: must be the id or the name/ },
    { title: "a token of two lines", credentials: { ...EXAMPLE, token: "a\nb" }, says: /token: must be a token/ },
  ],
  example: EXAMPLE,
  model: "<b>$name</b> is $status: $reason",
  expectEscaped({ message }) {
    expect(message).not.toContain("<!channel>");
    expect(message).not.toContain("<script>");
    expect(message.replace(/&(amp|lt|gt|quot|#39);/g, "")).not.toContain("&");
    expect(message).toContain("&lt;!channel&gt; &amp; &lt;/b&gt;");
  },
  expectWithinLimits({ message }) {
    expect(message.length).toBeLessThanOrEqual(10_000);
    expect(message.isWellFormed()).toBe(true);
    expect(message.split("<b>").length).toBe(message.split("</b>").length);
  },
  wire: {
    start: () => startHttpVendor((url) => ({ ...EXAMPLE, url: `${url}/` })),
    success: says(204),
    hang: "hang",
    reset: "reset",
    matrix: [
      { title: "204", scene: says(204), becomes: { kind: "delivered" } },
      { title: "200 with a page", scene: says(200, "<html>log in</html>"), becomes: { kind: "unknown" } },
      { title: "400", scene: says(400, error("Invalid color")), becomes: { kind: "rejected" } },
      { title: "401", scene: says(401, error("Invalid OAuth session")), becomes: { kind: "rejected", suspend: true } },
      {
        title: "403 for a wrong scope",
        scene: says(403, error("needs the scope send_notification")),
        becomes: { kind: "rejected", suspend: true },
      },
      {
        title: "403 for a limit, as older servers say it",
        scene: says(403, error("slow"), { "X-RateLimit-Remaining": "0", "X-RateLimit-Reset": resetsIn(90) }),
        becomes: { kind: "limited", afterMs: 90_000 },
      },
      { title: "403 of somebody else", scene: says(403, "<html>proxy</html>"), becomes: { kind: "retry" } },
      { title: "404", scene: says(404, error("Room not found")), becomes: { kind: "rejected", suspend: true } },
      { title: "429", scene: says(429), becomes: { kind: "limited", afterMs: 60_000 } },
      {
        title: "429 for the room",
        scene: says(429, "", {
          "X-RateLimit-Remaining": "400",
          "X-RateLimit-Reset": resetsIn(200),
          "X-FloodControl-Remaining": "0",
          "X-FloodControl-Reset": resetsIn(20),
        }),
        becomes: { kind: "limited", afterMs: 20_000 },
      },
      { title: "500", scene: says(500, "oops"), becomes: { kind: "retry" } },
      { title: "502", scene: says(502), becomes: { kind: "unknown" } },
    ],
    echo: (text) => says(500, text),
    secrets: [TOKEN],
    expectReceived(received) {
      expect(received).toHaveLength(2);
      expect(received[0]).toMatchObject({
        method: "POST",
        path: "/v2/room/Ops%20%26%20Co/notification",
        headers: { authorization: `Bearer ${TOKEN}`, "content-type": "application/json; charset=utf-8" },
      });
      expect(JSON.parse((received[0] as { body: string }).body)).toMatchObject({
        message: expect.stringContaining("<b>Nightly backup is DOWN</b>"),
        color: "red",
        notify: true,
      });
    },
  },
});

describe("a message for HipChat", () => {
  it("is louder and redder the worse the news is", () => {
    const { down, up, test } = SAMPLE_EVENTS;
    const warning = { ...down, facts: { ...down.facts, severity: "warning" } as typeof down.facts };
    const look = [down, warning, up, test].map((input) => hipchat.render(input, null, EXAMPLE));
    expect(look.map(({ color, notify }) => [color, notify])).toEqual([
      ["red", true],
      ["yellow", true],
      ["green", false],
      ["gray", false],
    ]);
  });

  it("keeps the lines of a model without tags", () => {
    expect(hipchat.render(SAMPLE_EVENTS.down, "$name\n$status", EXAMPLE).message).toBe("Nightly backup<br>down");
    expect(hipchat.render(SAMPLE_EVENTS.down, "<i>$name</i>\n$status", EXAMPLE).message).toBe(
      "<i>Nightly backup</i>\ndown",
    );
  });
});
