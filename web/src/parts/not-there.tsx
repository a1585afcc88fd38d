import { Link } from "@tanstack/react-router";
import { type LucideIcon, SearchX } from "lucide-react";
import type { ReactNode } from "react";
import type { PATHS } from "../lib/paths.ts";
import { buttonClass } from "../ui/button.tsx";
import { EmptyState } from "../ui/states.tsx";

interface NotThereProps {
  readonly title: string;
  readonly icon?: LucideIcon;
  /** Where to go on, and the words for it. */
  readonly to: (typeof PATHS)["monitors" | "topics" | "messages" | "incidents"];
  readonly link: string;
  /** Why it may not be there. */
  readonly children: ReactNode;
}

/** What an address leads to is not there, and where to go instead. */
export function NotThere({ title, icon = SearchX, to, link, children }: NotThereProps) {
  return (
    <EmptyState
      icon={icon}
      title={title}
      action={
        <Link to={to} className={buttonClass("primary")}>
          {link}
        </Link>
      }
    >
      {children}
    </EmptyState>
  );
}
