import { expect, it } from "vitest";
import { curlLine } from "./curl-line.ts";

const target = { origin: "https://watch.example.org", channel: "shop", topic: "orders", hash: null };

it("a curl line says where to publish and keeps the hash back until it is asked for", () => {
  expect(curlLine(target)).toContain("'https://watch.example.org/v1/notifications/shop/orders'");
  expect(curlLine(target)).toContain("x-topic-hash-x: TOPIC_HASH");
  expect(curlLine({ ...target, hash: "abc" })).toContain("x-topic-hash-x: abc");
});

it("a name with quotes, spaces and umlauts stays inside of its quotes", () => {
  expect(curlLine({ ...target, topic: "it's ü" })).toContain("/shop/it%27s%20%C3%BC'");
});
