import { Link } from "@tanstack/react-router";
import { Compass } from "lucide-react";
import { PATHS } from "../lib/paths.ts";
import { buttonClass } from "../ui/button.tsx";
import { usePageTitle } from "../ui/page.tsx";
import { EmptyState } from "../ui/states.tsx";

/** There is no such page. */
export function NotFoundPage() {
  usePageTitle("Not found");
  return (
    <main className="grid min-h-[60dvh] place-items-center">
      <EmptyState
        icon={Compass}
        title="There is nothing at this address"
        action={
          <Link to={PATHS.monitors} className={buttonClass("primary")}>
            Go to the monitors
          </Link>
        }
      >
        The link may be old, or what it led to was deleted.
      </EmptyState>
    </main>
  );
}
