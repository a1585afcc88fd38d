import { randomInt } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import type { DynamoDBClientConfig } from "@aws-sdk/client-dynamodb";
import { StoreUnavailable } from "../../model/index.ts";
import type { Store } from "../ports.ts";
import { createAccounts } from "./accounts.ts";
import { createAlarms } from "./alarms.ts";
import type { DueMessage, DynamoDeps } from "./deps.ts";
import { createHistory } from "./history.ts";
import { createIncidents } from "./incidents.ts";
import { metaKey } from "./keys.ts";
import { createMonitorCache } from "./monitor-item.ts";
import { openVault } from "./open-vault.ts";
import { createOutbox } from "./outbox.ts";
import { createPages } from "./pages.ts";
import { createPeople } from "./people.ts";
import type { DynamoPort } from "./port.ts";
import { createSdkPort, type SdkPortOptions } from "./sdk-port.ts";
import { createSequence } from "./sequence.ts";
import { createTopics } from "./topics.ts";
import { createWatch } from "./watch.ts";

/** Monitors that may make themselves in one project (architecture.md, "Delivery promises"). */
const MAX_SELF_MADE_MONITORS = 10_000;

/** As many as `randomInt` can tell apart. */
const MARKS = 2 ** 48 - 1;

export interface DynamoStoreOptions {
  readonly table: string;
  /** What the environment does not tell Amazon's SDK: endpoint, region, credentials. */
  readonly client?: DynamoDBClientConfig | undefined;
  readonly masterKey: Uint8Array;
  /** For the links in notifications; without a slash at the end. */
  readonly baseUrl: string;
  /** Is told after a commit which messages it made due; absent: whoever sends looks for itself. */
  readonly onDue?: ((messages: readonly DueMessage[]) => void) | undefined;
  /** False: pings leave no rows; absent: true. */
  readonly keepPings?: boolean | undefined;
  /** How many monitors that make themselves one project may have; absent: 10,000. */
  readonly maxSelfMadeMonitors?: number | undefined;
  /** Is told what each call cost; absent: nobody asks. */
  readonly onUnits?: SdkPortOptions["onUnits"];
  /** Wraps the way to DynamoDB, to watch or to hurt it. */
  readonly around?: ((port: DynamoPort) => DynamoPort) | undefined;
}

/** Opens a store on a DynamoDB table, which must exist (table.ts). */
export async function openDynamoStore(options: DynamoStoreOptions, now: () => number): Promise<Store> {
  const { table, client, baseUrl, around } = options;
  const sdk = createSdkPort({ table, client, onUnits: options.onUnits, pause });
  const port = around ? around(sdk) : sdk;
  const vault = await openVault(port, options.masterKey);
  const deps: DynamoDeps = {
    port,
    vault,
    now,
    pause,
    sequence: createSequence(randomInt),
    newMark: () => randomInt(MARKS),
    monitors: createMonitorCache(),
    gaps: { current: [] },
    baseUrl,
    maxSelfMadeMonitors: options.maxSelfMadeMonitors ?? MAX_SELF_MADE_MONITORS,
    keepPings: options.keepPings ?? true,
    onDue: options.onDue ?? (() => {}),
  };
  return {
    now: async () => now(),
    checkHealth: () => checkHealth(deps),
    // A table has no schema that could be outgrown.
    outgrown: async () => null,
    seal: async (secret) => vault.seal(JSON.stringify(secret)),
    watch: createWatch(deps),
    outbox: createOutbox(deps),
    topics: createTopics(deps),
    alarms: createAlarms(deps),
    incidents: createIncidents(deps),
    history: createHistory(deps),
    people: createPeople(deps),
    accounts: createAccounts(deps),
    pages: createPages(deps),
    async close() {
      port.close();
    },
  };
}

async function checkHealth({ port, now }: DynamoDeps): Promise<void> {
  const mark = now();
  await port.write({ kind: "put", item: { ...metaKey("health"), mark }, when: "any" });
  const item = await port.get(metaKey("health"));
  if (item === null) throw new StoreUnavailable("The store did not give back what was just written.");
}
