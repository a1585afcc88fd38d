import { useCallback, useSyncExternalStore } from "react";
import { useDashboard } from "../api/dashboard-context.tsx";
import { useObservable } from "../api/use-observable.ts";
import { formatRelative, formatSpan, tickOf } from "../lib/durations.ts";
import { zoneOf } from "../lib/time-format.ts";

/** An instant as the API writes it, or in epoch milliseconds. */
export type InstantValue = string | number;

/** What time it is on the server, kept to steps of `stepMs`: a component renders anew once a step. */
export function useNow(stepMs = 1_000): number {
  const { ticker } = useDashboard();
  const read = useCallback(() => Math.floor(ticker.now() / stepMs) * stepMs, [ticker, stepMs]);
  return useSyncExternalStore(ticker.subscribe, read);
}

/** Gives the function that writes an instant in the chosen zone; a monitor's own zone is used when that is the choice. */
export function useFormatInstant(): (at: InstantValue, monitorZone?: string | null) => string {
  const { preferences, formatInstant } = useDashboard();
  const choice = useObservable(preferences.zone);
  return useCallback(
    (at, monitorZone = null) => {
      const zone = zoneOf(choice, monitorZone);
      return formatInstant(toMs(at), zone, zone !== undefined);
    },
    [choice, formatInstant],
  );
}

interface TimeProps {
  readonly at: InstantValue;
  /** The zone of the monitor that it belongs to. */
  readonly zone?: string | null;
}

/** An instant, in the chosen zone. */
export function Time({ at, zone }: TimeProps) {
  const format = useFormatInstant();
  return (
    <time dateTime={new Date(toMs(at)).toISOString()} className="whitespace-nowrap tabular-nums">
      {format(at, zone)}
    </time>
  );
}

/** How long ago or ahead an instant is, by the clock; the instant itself is its title. */
export function RelativeTime({ at, zone }: TimeProps) {
  const { ticker } = useDashboard();
  const instant = toMs(at);
  const now = useNow(tickOf(Math.abs(instant - ticker.now())));
  const format = useFormatInstant();
  return (
    <time
      dateTime={new Date(instant).toISOString()}
      title={format(at, zone)}
      className="whitespace-nowrap tabular-nums"
    >
      {formatRelative(instant, now)}
    </time>
  );
}

/** How long it is until an instant; when it has passed, for how long it has been over. */
export function Countdown({ at, zone, over = "overdue" }: TimeProps & { readonly over?: string }) {
  const { ticker } = useDashboard();
  const instant = toMs(at);
  const now = useNow(tickOf(Math.abs(instant - ticker.now())));
  const format = useFormatInstant();
  const left = instant - now;
  return (
    <time dateTime={new Date(instant).toISOString()} title={format(at, zone)} className="tabular-nums">
      <span className="whitespace-nowrap">{formatSpan(Math.abs(left))}</span>
      {left < 0 && ` ${over}`}
    </time>
  );
}

/** For how long something has been so, by the clock; the instant itself is its title. */
export function Elapsed({ since, zone }: { readonly since: InstantValue; readonly zone?: string | null }) {
  const { ticker } = useDashboard();
  const instant = toMs(since);
  const now = useNow(tickOf(Math.abs(instant - ticker.now())));
  const format = useFormatInstant();
  return (
    <time
      dateTime={new Date(instant).toISOString()}
      title={format(since, zone)}
      className="whitespace-nowrap tabular-nums"
    >
      {formatSpan(Math.max(1_000, now - instant))}
    </time>
  );
}

function toMs(at: InstantValue): number {
  return typeof at === "number" ? at : Date.parse(at);
}
