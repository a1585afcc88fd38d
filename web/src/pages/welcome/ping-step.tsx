import { useState } from "react";
import { messageOf } from "../../api/api-error.ts";
import type { Monitor } from "../../api/monitors.ts";
import { pingFromHere } from "../../api/ping.ts";
import { StatusBadge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { CodeBlock } from "../../ui/copy.tsx";
import { FieldError } from "../../ui/field.tsx";
import { Tabs } from "../../ui/tabs.tsx";

interface PingStepProps {
  readonly monitor: Monitor;
  readonly onSkip: () => void;
}

type Shell = "curl" | "powershell" | "crontab";

/** Shows the line that pings, and waits for it to be heard. */
export function PingStep({ monitor, onSkip }: PingStepProps) {
  const [shell, setShell] = useState<Shell>("curl");
  const url = monitor.pingUrl ?? "";
  return (
    <div className="grid grid-cols-1 gap-5">
      <div>
        <p className="mb-2 text-soft">
          Copy this line into a terminal and run it. Later you put it at the end of the job.
        </p>
        <Tabs
          label="How to ping"
          value={shell}
          onChange={setShell}
          tabs={[
            {
              name: "curl",
              label: "curl",
              content: <CodeBlock code={`curl -fsS -m 10 --retry 5 ${url}`} label="the curl line" />,
            },
            {
              name: "powershell",
              label: "PowerShell",
              content: <CodeBlock code={`Invoke-RestMethod -TimeoutSec 10 ${url}`} label="the PowerShell line" />,
            },
            {
              name: "crontab",
              label: "crontab",
              content: (
                <CodeBlock
                  code={`0 3 * * * /path/to/job && curl -fsS -m 10 --retry 5 -o /dev/null ${url}`}
                  label="the crontab line"
                />
              ),
            },
          ]}
        />
        {isOnlyHere(url) && (
          <p className="mt-2 text-sm text-soft">
            This address works on the server's own machine. For jobs elsewhere, start Watchbell with{" "}
            <code className="font-mono">WATCHBELL_BASE_URL</code>.
          </p>
        )}
      </div>
      <div role="status" className="flex items-center gap-3 rounded-md bg-sunken px-3 py-2.5">
        <span className="relative flex size-2.5">
          <span className="absolute inset-0 animate-ping rounded-full bg-new-mark" />
          <span className="relative size-2.5 rounded-full bg-new-mark" />
        </span>
        <span className="min-w-0 flex-1">Waiting for the first ping. This page hears it by itself.</span>
        <StatusBadge status={monitor.status} />
      </div>
      <FromHere url={url} onSkip={onSkip} />
    </div>
  );
}

function FromHere({ url, onSkip }: { readonly url: string; readonly onSkip: () => void }) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const ping = async (): Promise<void> => {
    setBusy(true);
    setProblem(null);
    try {
      await pingFromHere(url, "success");
    } catch (error) {
      setProblem(messageOf(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <div className="grid gap-2">
      <div className="flex flex-wrap items-center gap-x-2 gap-y-2">
        <span className="text-soft">No terminal at hand?</span>
        <Button size="small" busy={busy} onClick={() => void ping()}>
          Ping from this page
        </Button>
        <Button size="small" look="quiet" onClick={onSkip}>
          Later
        </Button>
      </div>
      <div role="alert" className="empty:hidden">
        {problem !== null && <FieldError>{problem}</FieldError>}
      </div>
    </div>
  );
}

/** True for an address that another machine would take for itself. */
function isOnlyHere(url: string): boolean {
  return /^(?:localhost|127\.|\[::1\])/.test(URL.parse(url)?.host ?? "");
}
