import type { App } from "../actions/app.ts";
import { createChangeFeed } from "../actions/change-feed.ts";
import type { Metrics } from "../actions/metrics.ts";
import { packageVersion } from "../config/package-version.ts";
import { systemClock } from "../lib/clock.ts";
import { startLoops } from "../loops/start-loops.ts";
import type { Prober } from "../signals/probes/prober.ts";
import { createApp } from "./create-app.ts";
import { hearOthers, relayTo, ringOthers } from "./hear-others.ts";

const STOPPING = { name: "stop", problem: "This process was asked to stop." } as const;

/** The parts of a process that runs, and how it ends, in this order. */
export interface Assembled {
  readonly app: App;
  /** Makes the process say that it is not ready; it goes on as before. */
  readonly beginStop: () => void;
  /** Ends what goes on by itself; what has no outcome soon is left to others. */
  readonly stopLoops: () => Promise<void>;
  /** Closes the ways out, when nobody uses them any more. */
  readonly close: () => Promise<void>;
}

/** What a host may have of its own. */
export interface AssembleOptions {
  /** Wraps the prober, to watch it. */
  readonly around?: ((prober: Prober) => Prober) | undefined;
  /** Is told when the store's schema has become one that this program does not understand. */
  readonly onOutgrown?: ((reason: string) => void) | undefined;
  readonly metrics?: Metrics | undefined;
}

/** Puts the parts together around a store, and starts the loops. */
export function assemble(
  { settings, store, log }: Pick<App, "settings" | "store" | "log">,
  { around, onOutgrown, metrics }: AssembleOptions = {},
): Assembled {
  // The loops need the app and the app rings the loops: the bell is hung up once both stand.
  const bell = { ring: (): void => {}, readiness: (): ReturnType<App["readiness"]> => [] };
  const stopping = { is: false };
  const { doorbell } = store;
  const { app, breakOff, close } = createApp({
    settings,
    version: packageVersion(),
    store,
    log,
    metrics,
    around,
    changes: createChangeFeed({ clock: systemClock, relay: doorbell && relayTo(doorbell) }),
    readiness: () => (stopping.is ? [STOPPING] : bell.readiness()),
    ringDelivery() {
      bell.ring();
      if (doorbell) ringOthers(doorbell);
    },
  });
  const loops = startLoops(app, onOutgrown);
  bell.ring = loops.ringDelivery;
  bell.readiness = loops.readiness;
  const { changes, limits } = app;
  if (doorbell) hearOthers(doorbell, { changes, limits, ringDelivery: loops.ringDelivery });
  return {
    app,
    beginStop() {
      stopping.is = true;
    },
    stopLoops: () => loops.stop(breakOff),
    close,
  };
}
