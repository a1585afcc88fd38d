import { expect } from "vitest";
import { berlin } from "../berlin.ts";
import type { Act, Chapter } from "../chapter.ts";

const order = (number: number, amount: number) => ({
  title: `Order ${number}`,
  number,
  amount,
  customer: "Müller & Söhne",
});

function publish(at: string, metadata: object): Act {
  return { at: berlin(at), does: (company) => company.publish(metadata) };
}

/** The shop tells people in Slack, by a text of its own, and a ledger, as the event. The ledger is too busy once. */
export const orders: Chapter = {
  acts: [
    publish("2026-03-27T11:00", order(1001, 99.5)),
    publish("2026-03-27T11:01", order(1002, 12)),
    {
      at: berlin("2026-03-31T17:00"),
      async does(company) {
        const headers = { "Idempotency-Key": "order-1003" };
        const first = await company.publish(order(1003, 7), headers);
        expect(await company.publish(order(1003, 7), headers)).toEqual(first);
      },
    },
    // While Slack is away.
    publish("2026-04-07T14:10", order(1004, 250)),
  ],
  troubles: [
    {
      from: berlin("2026-03-27T11:00"),
      until: berlin("2026-03-27T11:02"),
      targets: "webhook/ledger",
      status: 429,
      headers: { "retry-after": "120" },
    },
  ],
  // Asked for two minutes of rest, it is not asked again before, for any order.
  refused: [["2026-03-27T11:00:00+01:00", "webhook/ledger"]],
  told: [
    ["2026-03-27T11:00:00+01:00", "slack/orders", "Order 1001: 99.5 EUR from Müller &amp; Söhne"],
    ["2026-03-27T11:01:00+01:00", "slack/orders", "Order 1002: 12 EUR from Müller &amp; Söhne"],
    ["2026-03-27T11:02:00+01:00", "webhook/ledger", "Order 1001"],
    ["2026-03-27T11:02:00+01:00", "webhook/ledger", "Order 1002"],
    ["2026-03-31T17:00:00+02:00", "slack/orders", "Order 1003: 7 EUR from Müller &amp; Söhne"],
    ["2026-03-31T17:00:00+02:00", "webhook/ledger", "Order 1003"],
    ["2026-04-07T14:10:00+02:00", "webhook/ledger", "Order 1004"],
    // Five hours after the try of 16:52:35.
    ["2026-04-07T21:52:35+02:00", "slack/orders", "Order 1004: 250 EUR from Müller &amp; Söhne"],
  ],
};
