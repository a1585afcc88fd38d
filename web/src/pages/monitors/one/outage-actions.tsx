import { BellOff, CircleCheck } from "lucide-react";
import { useState } from "react";
import type { Monitor } from "../../../api/monitors.ts";
import { Button } from "../../../ui/button.tsx";
import { useShortcuts } from "../../../ui/use-shortcuts.ts";
import { NoteDialog } from "./note-dialog.tsx";
import type { MonitorCommands } from "./use-monitor-commands.ts";

interface OutageActionsProps {
  readonly monitor: Monitor;
  readonly commands: MonitorCommands;
}

/** What can be done about an outage: take it up; say that an alarm is over. */
export function OutageActions({ monitor, commands }: OutageActionsProps) {
  const [asked, setAsked] = useState<"acknowledge" | "resolve" | null>(null);
  const { incident, kind } = monitor;
  const canAcknowledge = incident !== null && incident.acknowledgedAt === null;
  useShortcuts(
    canAcknowledge ? [{ keys: "a", label: "Acknowledge the outage", run: () => setAsked("acknowledge") }] : [],
  );
  if (incident === null) return null;
  const isOpen = (name: typeof asked): Pick<Parameters<typeof NoteDialog>[0], "open" | "onOpenChange"> => ({
    open: asked === name,
    onOpenChange: (open) => setAsked(open ? name : null),
  });
  return (
    <>
      {canAcknowledge && (
        <Button look="primary" icon={BellOff} onClick={() => setAsked("acknowledge")}>
          Acknowledge
        </Button>
      )}
      {kind === "alarm" && (
        <Button icon={CircleCheck} onClick={() => setAsked("resolve")}>
          Resolve
        </Button>
      )}
      <NoteDialog
        {...isOpen("acknowledge")}
        title="Acknowledge the outage"
        description="Says that you have taken it up. It ends nothing: the monitor is down until it is heard from."
        action="Acknowledge"
        busy={commands.busy === "acknowledge"}
        onSend={(note) => commands.act({ type: "acknowledge", note })}
      />
      <NoteDialog
        {...isOpen("resolve")}
        title="Resolve the alarm"
        description="Says that it is over. If its source still reports it, it opens again."
        action="Resolve"
        busy={commands.busy === "resolve"}
        onSend={(note) => commands.act({ type: "resolve", note })}
      />
    </>
  );
}
