import { newId, newSecret } from "../lib/ids.ts";
import { topicName } from "../model/index.ts";
import type { BootstrapSeed } from "../store/ports.ts";
import type { App } from "./app.ts";
import { completeConfig } from "./monitor-defaults.ts";

/** What the first start made; the keys are shown this once. */
export interface Bootstrapped {
  readonly writeKey: string;
  readonly readKey: string;
  readonly pingKey: string;
  readonly monitorId: string;
  readonly topic: string;
}

const PROJECT = "default";
const CHANNEL = "default";
const TOPIC = "alerts";
const PING_KEY_LENGTH = 22;

/** Makes the first project with its keys, monitor and topic; null when there is a project already. */
export async function bootstrapProject(app: Pick<App, "settings" | "store">): Promise<Bootstrapped | null> {
  const { settings, store } = app;
  const made: Bootstrapped = {
    writeKey: settings.bootstrapApiKey ?? newSecret("wbw_"),
    readKey: newSecret("wbr_"),
    pingKey: settings.bootstrapPingKey ?? newSecret().replace(/[-_]/g, "").slice(0, PING_KEY_LENGTH),
    monitorId: newId(),
    topic: topicName(CHANNEL, TOPIC),
  };
  return (await store.people.bootstrap(seedOf(made))) ? made : null;
}

function seedOf(made: Bootstrapped): BootstrapSeed {
  const projectId = newId();
  return {
    projectId,
    projectName: PROJECT,
    timezone: "UTC",
    keys: [
      { kind: "write", name: "first write key", value: made.writeKey },
      { kind: "read", name: "first read key", value: made.readKey },
      { kind: "ping", name: "first ping key", value: made.pingKey },
    ],
    topic: {
      projectId,
      channel: CHANNEL,
      topic: TOPIC,
      integrations: [
        {
          name: "log",
          provider: "log",
          model: null,
          credentials: {},
          notifyOn: null,
          enabled: true,
          keepsIncidents: false,
          rate: null,
        },
      ],
    },
    monitor: {
      projectId,
      monitorId: made.monitorId,
      door: null,
      doorKey: null,
      config: completeConfig({ name: "My first heartbeat", slug: "my-first-heartbeat" }),
    },
  };
}
