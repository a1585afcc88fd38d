import { CloudOff } from "lucide-react";
import { useLive } from "../../api/use-live.ts";
import { Button } from "../../ui/button.tsx";
import { RelativeTime } from "../../ui/time.tsx";

/** Says that the line is lost and how old what is shown is; it goes away by itself. */
export function ConnectionBanner() {
  const { state, goodAt, retryNow } = useLive();
  return (
    <div role="status" className="sticky top-0 z-30">
      {state === "lost" && (
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1 border-late-mark border-b bg-late-ground px-4 py-2 text-late lg:px-8">
          <CloudOff aria-hidden size={17} className="shrink-0" />
          <span className="flex-1">
            The server cannot be reached. What you see is{" "}
            {goodAt === null ? (
              "not fresh"
            ) : (
              <>
                from <RelativeTime at={goodAt} />
              </>
            )}
            ; it will come up to date by itself.
          </span>
          <Button size="small" onClick={retryNow}>
            Try now
          </Button>
        </div>
      )}
    </div>
  );
}
