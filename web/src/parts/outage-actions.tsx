import { Check, UserCheck } from "lucide-react";
import { useState } from "react";
import { useApi } from "../api/dashboard-context.tsx";
import { commandMonitor } from "../api/monitor-commands.ts";
import type { Monitor } from "../api/monitors.ts";
import { useProject } from "../api/use-session.ts";
import { Button } from "../ui/button.tsx";
import { useShortcuts } from "../ui/use-shortcuts.ts";
import { NoteDialog } from "./note-dialog.tsx";
import { useAction } from "./use-action.ts";

/** An outage that is open. */
export interface Outage {
  readonly monitorId: string;
  readonly monitorName: string;
  readonly isAlarm: boolean;
  readonly isAcknowledged: boolean;
}

/** The outage of a monitor that is down. */
export function outageOfMonitor({ id, name, kind, incident }: Monitor): Outage {
  return {
    monitorId: id,
    monitorName: name,
    isAlarm: kind === "alarm",
    isAcknowledged: incident !== null && incident.acknowledgedAt !== null,
  };
}

interface OutageActionsProps {
  readonly outage: Outage;
  readonly size?: "small" | "normal";
  /** The page is about this outage's monitor: `a` acknowledges, and a note is asked for first. */
  readonly isMain?: boolean;
}

type Act = "acknowledge" | "resolve";

const TOUCHED = ["incidents", "incident", "monitors", "alarms", "summary"] as const;

const QUESTIONS: Readonly<
  Record<Act, { readonly title: string; readonly description: string; readonly action: string }>
> = {
  acknowledge: {
    title: "Acknowledge the outage",
    description: "Says that you have taken it up. It ends nothing: the monitor is down until it is heard from.",
    action: "Acknowledge",
  },
  resolve: {
    title: "Resolve the alarm",
    description: "For when its source will not say that it is over. If that still reports it, it opens again.",
    action: "Resolve",
  },
};

/** What can be done about an open outage: acknowledge it and, when it is an alarm's, end it by hand. */
export function OutageActions({ outage, size = "normal", isMain = false }: OutageActionsProps) {
  const { monitorId: id, monitorName, isAlarm, isAcknowledged } = outage;
  const api = useApi();
  const mayWrite = useProject().may("write");
  const [asked, setAsked] = useState<Act | null>(null);
  const { busy, run } = useAction({ refresh: TOUCHED });
  const tell = (type: Act, note?: string): Promise<boolean> => run(() => commandMonitor(api, { id, type, note }));
  const acknowledge = (): void => (isMain ? setAsked("acknowledge") : void tell("acknowledge"));
  const hasKey = isMain && mayWrite && !isAcknowledged;
  useShortcuts(hasKey ? [{ keys: "a", label: "Acknowledge the outage", run: acknowledge }] : []);
  if (!mayWrite) return null;
  const question = (act: Act) => ({
    ...QUESTIONS[act],
    open: asked === act,
    onOpenChange: (open: boolean) => setAsked(open ? act : null),
    busy,
    onSend: (note: string) => tell(act, note),
  });
  return (
    <>
      {!isAcknowledged && (
        <Button look={isMain ? "primary" : "plain"} size={size} icon={UserCheck} busy={busy} onClick={acknowledge}>
          Acknowledge<span className="sr-only"> {monitorName}</span>
        </Button>
      )}
      {isAlarm && (
        <Button size={size} icon={Check} onClick={() => setAsked("resolve")}>
          Resolve<span className="sr-only"> {monitorName}</span>
        </Button>
      )}
      {isMain && <NoteDialog {...question("acknowledge")} />}
      {isAlarm && <NoteDialog {...question("resolve")} />}
    </>
  );
}
