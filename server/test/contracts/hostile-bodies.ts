import type { AlarmSample } from "./alarm-source.ts";

const bytes = (...values: readonly number[]): Uint8Array => new Uint8Array(values);

/** What no monitoring system should send, and what every parser must survive. */
export const HOSTILE_BODIES: readonly AlarmSample[] = [
  { name: "nothing", body: "" },
  { name: "blank space", body: " \r\n\t" },
  { name: "a byte that is no UTF-8", body: bytes(0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d) },
  { name: "UTF-16", body: bytes(0xff, 0xfe, 0x7b, 0x00, 0x7d, 0x00) },
  { name: "zero bytes", body: bytes(0, 0, 0, 0) },
  { name: "a byte order mark before JSON", body: '\ufeff{"title": "x"}' },
  { name: "JSON cut in the middle", body: '{"title": "x", "labels": {"a"' },
  { name: "brackets without end", body: "[".repeat(200_000) },
  { name: "objects nested too deep", body: `${'{"a":'.repeat(50_000)}1${"}".repeat(50_000)}` },
  {
    name: "depth inside a good alarm",
    body: `{"title":"x","alerts":[${'{"labels":'.repeat(5_000)}1${"}".repeat(5_000)}]}`,
  },
  { name: "a string of a megabyte", body: JSON.stringify({ title: "x".repeat(1_000_000), status: "firing" }) },
  {
    name: "ten thousand fields",
    body: JSON.stringify(Object.fromEntries(Array.from({ length: 10_000 }, (_, n) => [`f${n}`, n]))),
  },
  { name: "a list of numbers", body: JSON.stringify(Array.from({ length: 10_000 }, (_, n) => n)) },
  { name: "an empty object", body: "{}" },
  { name: "an empty list", body: "[]" },
  { name: "null", body: "null" },
  { name: "a bare string", body: '"firing"' },
  { name: "a bare number", body: "1e999" },
  {
    name: "wrong types everywhere",
    body: JSON.stringify({
      title: { a: 1 },
      status: ["firing"],
      alerts: "no list",
      alert: 7,
      strategyName: [],
      name: 12,
      eventType: {},
      product: null,
      Type: 1,
      Message: {},
      labels: [1],
      key: {},
    }),
  },
  {
    name: "elements of wrong types",
    body: JSON.stringify({ alerts: [1, "a", null, [], {}, { labels: 1, status: 7 }] }),
  },
  {
    name: "names of the language itself",
    body: '{"__proto__":{"title":"x"},"constructor":1,"toString":"y","title":"t"}',
  },
  { name: "repeated names in JSON", body: '{"title":"a","title":"b","status":"firing","status":"resolved"}' },
  {
    name: "a form with repeated keys",
    body: "title=a&title=b&status=firing&status=resolved&alertState=OK&alertState=ALERT",
  },
  { name: "bad percent-encoding", body: "title=%ZZ%&alertName=%&alertState=ALERT&ruleId=%E0%A4%A&curValue=100%" },
  { name: "a percent-encoded byte that is no UTF-8", body: "title=%ff%fe&alertName=%ff&alertState=ALERT&ruleId=1" },
  { name: "encoded control characters", body: "title=%00%1b%5b31m&alertName=a%0d%0ab&alertState=ALERT&ruleId=1%00" },
  { name: "only separators", body: "&&&&====&" },
  { name: "XML", body: "<?xml version='1.0'?><alarm><title>x</title></alarm>" },
  { name: "plain text", body: "the disk is full" },
  {
    name: "numbers beyond all bounds",
    body: '{"title":"x","startsAt":1e308,"timestamp":-1,"status":"firing","key":"k"}',
  },
];
