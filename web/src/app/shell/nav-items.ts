import { BellRing, type LucideIcon, MailCheck, MonitorCheck, Radio, Settings, Siren } from "lucide-react";
import { PATHS } from "../../lib/paths.ts";

interface NavItem {
  readonly to: (typeof PATHS)["monitors" | "incidents" | "alarms" | "messages" | "topics" | "settings"];
  readonly label: string;
  readonly icon: LucideIcon;
  /** The second key of its shortcut, after `g`. */
  readonly key: string;
}

/** Where one can go from everywhere. */
export const NAV_ITEMS: readonly NavItem[] = [
  { to: PATHS.monitors, label: "Monitors", icon: MonitorCheck, key: "m" },
  { to: PATHS.incidents, label: "Incidents", icon: Siren, key: "i" },
  { to: PATHS.alarms, label: "Alarms", icon: BellRing, key: "a" },
  { to: PATHS.messages, label: "Messages", icon: MailCheck, key: "e" },
  { to: PATHS.topics, label: "Topics", icon: Radio, key: "t" },
  { to: PATHS.settings, label: "Settings", icon: Settings, key: "s" },
];

/** So many have a place of their own in the bar of a phone; the others are under More. */
export const PHONE_PLACES = 4;
