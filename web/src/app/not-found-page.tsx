import { Compass } from "lucide-react";
import { PATHS } from "../lib/paths.ts";
import { NotThere } from "../parts/not-there.tsx";
import { usePageTitle } from "../ui/page.tsx";

/** There is no such page. */
export function NotFoundPage() {
  usePageTitle("Not found");
  return (
    <main className="grid min-h-[60dvh] place-items-center">
      <NotThere icon={Compass} title="There is nothing at this address" to={PATHS.monitors} link="Go to the monitors">
        The link may be old, or what it led to was deleted.
      </NotThere>
    </main>
  );
}
