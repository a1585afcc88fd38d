import { CircleAlert, CircleCheck, Info, type LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { classNames } from "../lib/class-names.ts";

type NoticeTone = "plain" | "good" | "careful" | "bad";

const LOOKS: Readonly<Record<NoticeTone, { readonly ground: string; readonly icon: LucideIcon }>> = {
  plain: { ground: "bg-sunken text-ink", icon: Info },
  good: { ground: "bg-up-ground text-up", icon: CircleCheck },
  careful: { ground: "bg-late-ground text-late", icon: CircleAlert },
  bad: { ground: "bg-down-ground text-down", icon: CircleAlert },
};

interface NoticeProps {
  readonly tone?: NoticeTone;
  readonly icon?: LucideIcon;
  readonly children: ReactNode;
}

/** A few words that stand out from what is around them; those that are bad are read out at once. */
export function Notice({ tone = "plain", icon, children }: NoticeProps) {
  const { ground, icon: usual } = LOOKS[tone];
  const Sign = icon ?? usual;
  return (
    <div
      role={tone === "bad" ? "alert" : undefined}
      className={classNames("flex items-start gap-2.5 rounded-md px-3 py-2.5", ground)}
    >
      <Sign aria-hidden size={17} className="mt-0.5 shrink-0" />
      <div className="min-w-0 flex-1">{children}</div>
    </div>
  );
}
