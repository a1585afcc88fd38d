import { BellOff, CircleAlert, CircleCheck, CirclePause, Hourglass, Layers } from "lucide-react";
import type { ListedIntegration } from "../api/topics.ts";
import { type BadgeLook, LookBadge } from "../ui/badge.tsx";
import { RelativeTime, Time, useNow } from "../ui/time.tsx";

type Named = Pick<ListedIntegration, "enabled" | "delivery">;
/** How delivery to an integration stands, with those that are switched off. */
export type DeliveryName = ListedIntegration["delivery"]["state"] | "off";

/** How these states are shown, the worst first. */
const DELIVERY_LOOKS: Readonly<Record<DeliveryName, BadgeLook>> = {
  suspended: { word: "Suspended", icon: BellOff, tone: "down" },
  failing: { word: "Failing", icon: CircleAlert, tone: "down" },
  limited: { word: "Rate limit", icon: Hourglass, tone: "late" },
  storm: { word: "Storm", icon: Layers, tone: "late" },
  off: { word: "Switched off", icon: CirclePause, tone: "paused" },
  working: { word: "Working", icon: CircleCheck, tone: "up" },
};

const ORDER = Object.keys(DELIVERY_LOOKS) as readonly DeliveryName[];

/** How delivery to an integration stands; what is switched off tells nothing, whatever its target does. */
export function deliveryOf({ enabled, delivery }: Named): DeliveryName {
  return enabled ? delivery.state : "off";
}

/** The place of a state among those that need somebody: 0 is the worst. */
export function urgencyOf(state: DeliveryName): number {
  return ORDER.indexOf(state);
}

/** How delivery to an integration stands: word, sign and colour. */
export function DeliveryBadge({ state }: { readonly state: DeliveryName }) {
  return <LookBadge look={DELIVERY_LOOKS[state]} />;
}

/** Why delivery stands as it does and what happens next, in a sentence or two; nothing while it works. */
export function DeliveryWhy({ enabled, delivery }: Named) {
  const { since, until, reason } = delivery;
  if (!enabled) return "It is told nothing until it is switched on again.";
  switch (delivery.state) {
    case "working":
      return null;
    case "limited":
      return (
        <>
          The target asked us to wait. Messages go on <Then at={until} over="in a moment" />.
        </>
      );
    case "storm":
      return (
        <>
          Messages came faster than it may be sent to. A digest went out; what still comes too fast is gathered for the
          next one, <Then at={until} over="in a moment" />.
        </>
      );
    case "failing":
      return (
        <>
          {reason} It failed again and again, so that it is left in peace
          {since !== null && (
            <>
              {" "}
              (since <Time at={since} />)
            </>
          )}
          ; messages wait. Next try <Then at={until} over="with the next message that is due" />.
        </>
      );
    case "suspended":
      return (
        <>
          {reason} It was given up {since !== null && <RelativeTime at={since} />}. A test that arrives, or new
          credentials, bring it back.
        </>
      );
  }
}

/** How long it still takes; when that is over, what comes then. */
function Then({ at, over }: { readonly at: string | null; readonly over: string }) {
  const isOver = useNow() >= Date.parse(at ?? "");
  return at === null || isOver ? over : <RelativeTime at={at} />;
}
