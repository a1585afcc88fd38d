import type { HttpClient, HttpResult } from "../../server/src/lib/http-client.ts";
import { berlin } from "../../server/test/whole/company-life/berlin.ts";

const slack = (name: string, path: string, model?: string): object => ({
  name,
  provider: "slack",
  credentials: { url: `https://hooks.slack.com/services/T0KONTOR/${path}` },
  ...(model !== undefined && { model }),
});

/** Where the company is told, by the path of each topic. */
export const TOPICS: Readonly<Record<string, readonly object[]>> = {
  "default/topics/alerts": [slack("team", "B0TEAM/aaaaaaaaaaaaaaaa")],
  "ops/topics/oncall": [
    { name: "duty", provider: "pagerduty", credentials: { routingKey: "0123456789abcdef0123456789abcdef" } },
    slack("oncall", "B0ONCALL/bbbbbbbbbbbbbbbb", "*$name* is $status\n$reason\n$url"),
    { name: "phone", provider: "ntfy", credentials: { url: "https://ntfy.kontor.example", topic: "oncall" } },
  ],
  "shop/topics/team": [
    slack("shop", "B0SHOP/cccccccccccccccc"),
    {
      name: "office",
      provider: "teams",
      credentials: { url: "https://prod-12.logic.azure.com/workflows/kontor/triggers/manual" },
    },
    {
      name: "wall",
      provider: "webhook",
      credentials: { url: "https://wall.kontor.example/hooks/watchbell" },
    },
    { name: "old room", provider: "discord", credentials: { url: "https://discord.com/api/webhooks/1/abcdefgh" } },
  ],
  "shop/topics/orders": [slack("orders", "B0ORDERS/dddddddddddddddd", "Order $number: $amount EUR from $customer")],
  "finance/topics/books": [
    {
      name: "accountant",
      provider: "telegram",
      credentials: { token: "123456789:AAEkontorkontorkontorkontorkontorkon", chat: "-1001234567890" },
    },
  ],
};

const answer = (status: number, body: string, headers: Readonly<Record<string, string>> = {}): HttpResult => ({
  kind: "answer",
  status,
  headers: { "content-type": body.startsWith("{") ? "application/json" : "text/plain", ...headers },
  body,
});

/** The chat was away for two minutes in the evening before. */
const CHAT_AWAY = [berlin("2026-09-14T18:40"), berlin("2026-09-14T18:44:30")] as const;
const ROOM_DELETED_AT = berlin("2026-09-13T00:00");
const WALL_BROKEN_AT = berlin("2026-09-15T09:30");
const OFFICE_LIMITED_AT = berlin("2026-09-15T10:10");

/** The story's clock: answers take their time on it. */
interface StoryTime {
  readonly now: () => number;
  readonly pass: (ms: number) => void;
}

/** Says what each service of the company says at that time; nothing leaves this machine. */
export function answerAsServices({ now, pass }: StoryTime): HttpClient {
  let tries = 0;
  return {
    async request({ url }) {
      const { host, pathname } = new URL(url);
      const at = now();
      pass(90 + ((at / 1_000) % 7) * 35);
      if (host === "hooks.slack.com") {
        if (!pathname.includes("ONCALL") || at < CHAT_AWAY[0] || at >= CHAT_AWAY[1]) return answer(200, "ok");
        tries += 1;
        if (tries === 2)
          return { kind: "failed", why: "broken", reason: "No answer from hooks.slack.com within 15 s." };
        return answer(503, "Service Unavailable");
      }
      if (host === "events.pagerduty.com") {
        return answer(202, '{"status":"success","message":"Event processed","dedup_key":"k"}');
      }
      if (host === "ntfy.kontor.example") return answer(200, '{"id":"Xk2pQ9","time":1789460000,"event":"message"}');
      if (host === "api.telegram.org") return answer(200, '{"ok":true,"result":{"message_id":81}}');
      if (host.endsWith("logic.azure.com")) {
        return at < OFFICE_LIMITED_AT ? answer(202, "") : answer(429, "", { "retry-after": "1500" });
      }
      if (host === "discord.com") {
        return at < ROOM_DELETED_AT
          ? answer(200, '{"id":"1147"}')
          : answer(404, '{"message":"Unknown Webhook","code":10015}');
      }
      return at < WALL_BROKEN_AT ? answer(200, "shown") : answer(503, "the wall is being rebooted");
    },
  };
}
