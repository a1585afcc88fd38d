import { Check, UserCheck } from "lucide-react";
import { useState } from "react";
import { messageOf } from "../api/api-error.ts";
import { useApi } from "../api/dashboard-context.tsx";
import { commandMonitor, type MonitorCommand } from "../api/monitor-commands.ts";
import { useProject } from "../api/use-session.ts";
import { Button } from "../ui/button.tsx";
import { ConfirmDialog } from "../ui/dialog.tsx";
import { useAction, useReadAnew } from "./use-action.ts";

/** An outage that is open. */
export interface Outage {
  readonly monitorId: string;
  readonly monitorName: string;
  readonly isAlarm: boolean;
  readonly isAcknowledged: boolean;
}

interface OutageActionsProps {
  readonly outage: Outage;
  readonly size?: "small" | "normal";
}

const TOUCHED = ["incidents", "incident", "monitors", "alarms", "summary"] as const;

/** What can be done about an open outage: acknowledge it and, when it is an alarm's, end it by hand. */
export function OutageActions({ outage, size = "normal" }: OutageActionsProps) {
  const api = useApi();
  const project = useProject();
  const [asksToResolve, setAsksToResolve] = useState(false);
  const acknowledging = useAction({ refresh: TOUCHED });
  const readAnew = useReadAnew();
  if (!project.may("write")) return null;
  const tell = (type: MonitorCommand) => commandMonitor(api, { id: outage.monitorId, type });
  const resolve = async (): Promise<void> => {
    await tell("resolve");
    await readAnew(...TOUCHED);
  };
  return (
    <>
      {!outage.isAcknowledged && (
        <Button
          size={size}
          icon={UserCheck}
          busy={acknowledging.busy}
          onClick={() => void acknowledging.run(() => tell("acknowledge"))}
        >
          Acknowledge<span className="sr-only"> {outage.monitorName}</span>
        </Button>
      )}
      {outage.isAlarm && (
        <Button size={size} icon={Check} onClick={() => setAsksToResolve(true)}>
          Resolve<span className="sr-only"> {outage.monitorName}</span>
        </Button>
      )}
      <ConfirmDialog
        open={asksToResolve}
        onOpenChange={setAsksToResolve}
        title="Resolve this alarm by hand?"
        description="Do this when its source will not say that it is over. If it still fires, its next report opens it again."
        action="Resolve"
        onConfirm={resolve}
        describeError={messageOf}
      />
    </>
  );
}
