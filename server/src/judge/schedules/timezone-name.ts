import { LEGACY_TIMEZONES } from "./legacy-timezones.ts";

const CURRENT_NAMES: ReadonlySet<string> = new Set(LEGACY_TIMEZONES.values());

/** What the platform calls a zone, whatever the letter case; null when it knows none of the name. */
function platformName(name: string): string | null {
  if (!/^[A-Za-z]/.test(name)) return null;
  try {
    return new Intl.DateTimeFormat("en-US", { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    // RangeError is the platform's way to say that there is no such zone.
    return null;
  }
}

/** The name in use for a time zone, also for a name from the past (`Europe/Kiev`); null when there is no such zone. */
export function canonicalTimezone(name: string): string | null {
  const replacement = LEGACY_TIMEZONES.get(name);
  if (replacement !== undefined) return replacement;
  const platform = platformName(name);
  return platform === name || (platform !== null && CURRENT_NAMES.has(name)) ? name : null;
}

function nameInUse(name: string): string | null {
  const platform = platformName(name);
  return platform === null ? null : (LEGACY_TIMEZONES.get(platform) ?? platform);
}

function zoneOfPlace(place: string): string | null {
  const wanted = place.toLowerCase();
  const names = [...Intl.supportedValuesOf("timeZone"), ...CURRENT_NAMES];
  return names.find((name) => name.toLowerCase().split("/").at(-1) === wanted) ?? null;
}

function hintFor(name: string): string {
  const tidy = name.trim().replaceAll(" ", "_");
  if (tidy === "") return "Write a zone such as Europe/Berlin, or UTC.";
  const offset = /^(?:UTC|GMT)?([+-])(\d{1,2})(?::?(\d{2}))?$/i.exec(tidy);
  if (offset !== null) {
    const [, sign = "+", hours = "0", minutes = "00"] = offset;
    const fixed = Number(hours) === 0 ? "UTC" : `Etc/GMT${sign === "+" ? "-" : "+"}${Number(hours)}`;
    const alternative =
      minutes === "00" && canonicalTimezone(fixed) !== null ? `, or ${fixed} for this offset all year` : "";
    return `An offset does not know when the clock changes: write the zone of a place, such as Europe/Berlin${alternative}.`;
  }
  const likely = nameInUse(tidy) ?? zoneOfPlace(tidy);
  if (likely !== null) return `Did you mean ${likely}?`;
  if (/^[A-Z]{3,5}$/.test(tidy)) {
    return "Abbreviations mean different zones in different countries: write the zone of a place, such as Europe/Berlin.";
  }
  return "Write a name of the tz database, such as Europe/Berlin, America/New_York or UTC.";
}

/** Why a name is no time zone and what to write instead; null when it is one. */
export function timezoneFault(name: string): string | null {
  if (canonicalTimezone(name) !== null) return null;
  return `There is no time zone ${JSON.stringify(name.slice(0, 60))}. ${hintFor(name.slice(0, 60))}`;
}
