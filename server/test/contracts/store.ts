import { describe } from "vitest";
import { testAccounts, testMembers } from "./store/accounts.ts";
import { testAlarms } from "./store/alarms.ts";
import { testBoards } from "./store/boards.ts";
import { testBringIn } from "./store/bring-in.ts";
import { testFactors } from "./store/factors.ts";
import { testHistory } from "./store/history.ts";
import { testIncidents } from "./store/incidents.ts";
import { testBreakers } from "./store/outbox-breakers.ts";
import { testOutboxClaims } from "./store/outbox-claims.ts";
import { testOutboxOrder } from "./store/outbox-order.ts";
import { testOutboxReads } from "./store/outbox-reads.ts";
import { testStorms } from "./store/outbox-storms.ts";
import { testPages } from "./store/pages.ts";
import { testPeople } from "./store/people.ts";
import { testRetention } from "./store/retention.ts";
import type { StoreEngine } from "./store/stage.ts";
import { testTopics } from "./store/topics.ts";
import { testWatchChanges } from "./store/watch-changes.ts";
import { testIntake } from "./store/watch-intake.ts";
import { testProbes } from "./store/watch-probes.ts";
import { testWatchReads } from "./store/watch-reads.ts";
import { testWatchResults } from "./store/watch-results.ts";
import { testSweep } from "./store/watch-sweep.ts";

export type { StoreEngine } from "./store/stage.ts";

/** What every engine promises behind the store's ports; an engine's own test is one call of this. */
export function testStore(engine: StoreEngine): void {
  describe(`the store on ${engine.name}`, () => {
    testWatchChanges(engine);
    testSweep(engine);
    testProbes(engine);
    testWatchReads(engine);
    testWatchResults(engine);
    testIntake(engine);
    testRetention(engine);
    testOutboxClaims(engine);
    testBreakers(engine);
    testOutboxOrder(engine);
    testStorms(engine);
    testOutboxReads(engine);
    testTopics(engine);
    testAlarms(engine);
    testIncidents(engine);
    testHistory(engine);
    testPeople(engine);
    testBringIn(engine);
    testBoards(engine);
    testPages(engine);
    testAccounts(engine);
    testFactors(engine);
    testMembers(engine);
  });
}
