import type { Key } from "../../api/keys.ts";
import type { Role } from "../../api/members.ts";

type KeyKind = Key["kind"];

interface KeyKindWords {
  readonly kind: KeyKind;
  readonly label: string;
  /** What it is for, in a sentence. */
  readonly purpose: string;
  /** People must look its value up again, so it can be shown. */
  readonly canBeShown: boolean;
}

/** The kinds of key, the ones that jobs need first. */
const KEY_KINDS: readonly KeyKindWords[] = [
  {
    kind: "ping",
    label: "Ping",
    purpose: "Pings the monitors of the project by their slug, and nothing else. It may lie in a crontab.",
    canBeShown: true,
  },
  {
    kind: "publish",
    label: "Publish",
    purpose: "Sends messages to the topics of the project, and nothing else.",
    canBeShown: false,
  },
  {
    kind: "check-in",
    label: "Check-in",
    purpose: "Checks services in, as clients of Missme do, and nothing else.",
    canBeShown: true,
  },
  {
    kind: "read",
    label: "Read",
    purpose: "Reads everything over the API and scrapes metrics. It changes nothing.",
    canBeShown: false,
  },
  {
    kind: "write",
    label: "Write",
    purpose: "Reads and changes monitors, topics, keys and settings over the API and the command line. Keep it safe.",
    canBeShown: false,
  },
];

/** What a kind of key is called and for. */
export function keyKindWords(kind: KeyKind): KeyKindWords {
  const words = KEY_KINDS.find((each) => each.kind === kind);
  return words ?? { kind, label: kind, purpose: "", canBeShown: false };
}

/** The kinds of key that somebody may make: no key may do more than who makes it. The server decides. */
export function keyKindsToMake(role: Role): readonly KeyKindWords[] {
  return role === "member" ? KEY_KINDS.filter(({ kind }) => kind !== "write") : KEY_KINDS;
}
