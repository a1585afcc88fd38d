import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { classNames } from "../lib/class-names.ts";
import { STATUS_LOOKS, type Status } from "./status.ts";

interface BadgeProps {
  /** The colour of a status; without one it is quiet. */
  readonly tone?: Status;
  readonly icon?: LucideIcon;
  readonly children: ReactNode;
}

/** A word on a small ground: a tag, a role, a state. */
export function Badge({ tone, icon: Icon, children }: BadgeProps) {
  const colours =
    tone === undefined ? "bg-sunken text-soft" : `${STATUS_LOOKS[tone].ground} ${STATUS_LOOKS[tone].text}`;
  return (
    <span
      className={classNames(
        "inline-flex max-w-full items-center gap-1 rounded px-1.5 py-px align-middle font-medium text-xs",
        colours,
      )}
    >
      {Icon && <Icon aria-hidden size={13} className="shrink-0" />}
      <span className="truncate">{children}</span>
    </span>
  );
}

/** How a state is shown everywhere: a word, a sign and the colour of a status. */
export interface BadgeLook {
  readonly word: string;
  readonly icon: LucideIcon;
  readonly tone: Status;
}

/** A state in its look. */
export function LookBadge({ look: { word, icon, tone } }: { readonly look: BadgeLook }) {
  return (
    <Badge tone={tone} icon={icon}>
      {word}
    </Badge>
  );
}

/** Where a monitor stands: word, sign and colour. `word` replaces the usual one, as services say Ok and Dead. */
export function StatusBadge({ status, word }: { readonly status: Status; readonly word?: string }) {
  const look = STATUS_LOOKS[status];
  return <LookBadge look={{ word: word ?? look.word, icon: look.icon, tone: status }} />;
}
