/** Whose clock times are written by: the reader's, UTC, or that of the monitor they belong to. */
export const ZONE_CHOICES = ["mine", "utc", "monitor"] as const;
export type ZoneChoice = (typeof ZONE_CHOICES)[number];

/** The time zone that a choice means here; a monitor without a zone of its own has the project's. */
export function zoneOf(choice: ZoneChoice, monitorZone: string | null): string | undefined {
  switch (choice) {
    case "mine":
      return undefined;
    case "utc":
      return "UTC";
    case "monitor":
      return monitorZone ?? undefined;
  }
}

/** Writes an instant as `2026-03-04 12:00:05`, with the zone's short name where asked. */
export type FormatInstant = (at: number, zone: string | undefined, withZone?: boolean) => string;

/** Makes the function that writes instants. It keeps its formats: making one takes longer than using it a hundred times. */
export function createFormatInstant(): FormatInstant {
  const formats = new Map<string, Intl.DateTimeFormat>();
  return (at, zone, withZone = false) => {
    const key = `${zone} ${withZone}`;
    const format = formats.get(key) ?? createFormat(zone, withZone);
    formats.set(key, format);
    const parts = format.formatToParts(at);
    const get = (type: Intl.DateTimeFormatPartTypes): string => parts.find((part) => part.type === type)?.value ?? "";
    const text = `${get("year")}-${get("month")}-${get("day")} ${get("hour")}:${get("minute")}:${get("second")}`;
    return withZone ? `${text} ${get("timeZoneName")}` : text;
  };
}

function createFormat(zone: string | undefined, withZone: boolean): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat("en-GB", {
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
    timeZone: zone,
    ...(withZone && { timeZoneName: "short" as const }),
  });
}
