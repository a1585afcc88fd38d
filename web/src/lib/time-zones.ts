/** The zone of the browser, for a project that begins here. */
export function browserTimeZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** The time zones that the browser knows, UTC first; one that is in use is among them in any case. */
export function timeZones(inUse: string): readonly string[] {
  return [...new Set(["UTC", ...Intl.supportedValuesOf("timeZone"), inUse])];
}
