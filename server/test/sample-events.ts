import type {
  DigestEntry,
  DigestFacts,
  Event,
  MonitorFacts,
  PublicationFacts,
  SuspendedFacts,
  TestFacts,
} from "../src/model/index.ts";
import type { RenderInput } from "../src/providers/contract.ts";

/** Wednesday, 2026-03-04 12:00:00 UTC. */
export const SAMPLE_AT = Date.UTC(2026, 2, 4, 12);

const MINUTE = 60_000;
const common = { projectName: "Shop", topic: "default+alerts", at: SAMPLE_AT };

const monitor: MonitorFacts = {
  ...common,
  type: "monitor",
  monitorId: "3e8f0b1c-6a55-4c1b-9b64-1f0f5d0c9a11",
  name: "Nightly backup",
  slug: "nightly-backup",
  tags: ["prod", "db"],
  description: "Dumps the shop's database to the second site.",
  kind: "heartbeat",
  severity: "error",
  status: "down",
  previousStatus: "up",
  schedule: "Every day, with 10 minutes of grace.",
  reason: { code: "silence", text: "No ping came in time." },
  lastPingAt: SAMPLE_AT - 1_450 * MINUTE,
  expectedAt: SAMPLE_AT - 10 * MINUTE,
  downAt: SAMPLE_AT,
  upAt: null,
  gaps: [],
  url: "https://bell.example.com/monitors/3e8f0b1c-6a55-4c1b-9b64-1f0f5d0c9a11",
};

const recovered: MonitorFacts = {
  ...monitor,
  status: "up",
  previousStatus: "down",
  reason: { code: "success", text: "A ping came again." },
  downAt: SAMPLE_AT - 25 * MINUTE,
  upAt: SAMPLE_AT,
};

const publication: PublicationFacts = {
  ...common,
  type: "publication",
  metadata: { title: "Order stuck", order: 4711, paid: true, note: null },
};

const test: TestFacts = { ...common, type: "test", integration: "team" };

const suspended: SuspendedFacts = {
  ...common,
  type: "suspended",
  integration: "team",
  provider: "slack",
  reason: "Slack no longer takes messages here: no_service.",
  url: "https://bell.example.com/topics/default+alerts",
};

const isDown: DigestEntry = {
  monitorId: monitor.monitorId,
  name: monitor.name,
  severity: "critical",
  status: "down",
  messages: 1,
  reason: monitor.reason.text,
  downAt: SAMPLE_AT - 2 * MINUTE,
  upAt: null,
};

const digest: DigestFacts = {
  ...common,
  type: "digest",
  integration: "team",
  messages: 300,
  down: 296,
  recovered: 1,
  entries: [
    isDown,
    { ...isDown, monitorId: "0b1f6c3e-0000-4000-8000-000000000002", name: "Orders", severity: "error", messages: 2 },
    {
      ...isDown,
      monitorId: "0b1f6c3e-0000-4000-8000-000000000003",
      name: "Invoices",
      severity: "error",
      status: "up",
      reason: recovered.reason.text,
      upAt: SAMPLE_AT,
    },
  ],
  url: "https://bell.example.com/monitors",
};

/** One of each event that a message can tell. */
export const SAMPLE_EVENTS: Readonly<Record<Event, RenderInput>> = {
  down: { event: "down", facts: monitor },
  up: { event: "up", facts: recovered },
  changed: { event: "changed", facts: { ...monitor, severity: "critical", downAt: SAMPLE_AT - 25 * MINUTE } },
  "was-down": { event: "was-down", facts: recovered },
  "recovered-late": {
    event: "recovered-late",
    facts: { ...recovered, gaps: [{ fromAt: SAMPLE_AT - 20 * MINUTE, toAt: SAMPLE_AT - 12 * MINUTE }] },
  },
  publication: { event: "publication", facts: publication },
  test: { event: "test", facts: test },
  suspended: { event: "suspended", facts: suspended },
  digest: { event: "digest", facts: digest },
};

/** Everything that breaks out of a message when it is not escaped. */
export const HOSTILE =
  "<!channel> & </b><script>alert(1)</script> \"quoted\" 'single' \\back\\ `code`\r\nBcc: victim@example.com\u0000\u2028$name ../..";

/** A down whose every text is hostile. */
export const HOSTILE_DOWN: RenderInput = {
  event: "down",
  facts: {
    ...monitor,
    name: HOSTILE,
    slug: null,
    tags: [HOSTILE],
    description: HOSTILE,
    projectName: HOSTILE,
    topic: HOSTILE,
    reason: { code: "silence", text: HOSTILE },
  },
};

/** A digest whose every text is hostile. */
export const HOSTILE_DIGEST: RenderInput = {
  event: "digest",
  facts: {
    ...digest,
    integration: HOSTILE,
    projectName: HOSTILE,
    topic: HOSTILE,
    entries: [{ ...isDown, name: HOSTILE, reason: HOSTILE }],
  },
};

/** A digest that names more monitors than any message may. */
export const HUGE_DIGEST: RenderInput = {
  event: "digest",
  facts: {
    ...digest,
    entries: Array.from({ length: 100 }, (_, n) => ({
      ...isDown,
      monitorId: `${n}`,
      name: `${n} ${"👩‍👩‍👧&<> ".repeat(9)}`,
      reason: "👩‍👩‍👧&<> ".repeat(18),
    })),
  },
};

/** A publication that is far larger than any message may be. */
export const HUGE_PUBLICATION: RenderInput = {
  event: "publication",
  facts: {
    ...publication,
    metadata: Object.fromEntries(
      Array.from({ length: 60 }, (_, n) => [n === 0 ? "title" : `value_${n}`, "👩‍👩‍👧&<> ".repeat(1_000)]),
    ),
  },
};
