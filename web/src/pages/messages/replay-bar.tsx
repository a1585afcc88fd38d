import { RotateCcw, X } from "lucide-react";
import { useState } from "react";
import { messageOf } from "../../api/api-error.ts";
import { useApi, useDashboard } from "../../api/dashboard-context.tsx";
import type { Message } from "../../api/messages.ts";
import { useReadAnew } from "../../parts/use-action.ts";
import { Button, IconButton } from "../../ui/button.tsx";
import { ConfirmDialog } from "../../ui/dialog.tsx";
import { useToast } from "../../ui/toasts.tsx";
import { type MessagesSearch, narrowingOf } from "./narrowing.ts";
import { type ReplayWhich, replayedText, replayMessages } from "./replay-messages.ts";

interface ReplayBarProps {
  readonly search: MessagesSearch;
  readonly messages: readonly Message[];
  readonly chosen: ReadonlySet<string>;
  readonly onDone: () => void;
}

/** Below the list: sends again what was ticked, or all dead messages that the filters let through. */
export function ReplayBar({ search, messages, chosen, onDone }: ReplayBarProps) {
  const { ticker } = useDashboard();
  const dead = messages.filter(({ id, status }) => status === "dead" && chosen.has(id)).map(({ id }) => id);
  const replay = useReplay(onDone);
  if (chosen.size > 0) {
    return (
      <Bar>
        <span className="min-w-0 flex-1">
          {chosen.size} chosen{dead.length < chosen.size && `, ${dead.length} of them dead`}
        </span>
        <Button
          look="primary"
          icon={RotateCcw}
          disabled={dead.length === 0}
          busy={replay.busy}
          onClick={() => void replay.run({ ids: dead })}
        >
          Send {dead.length} again
        </Button>
        <IconButton icon={X} label="Choose none" onClick={onDone} />
      </Bar>
    );
  }
  if (search.status !== "dead") return null;
  const { status: _dead, digest: _told, ...which } = narrowingOf(search, ticker.now());
  return (
    <Bar>
      <span className="min-w-0 flex-1 text-soft">Tick those that are to be sent again, or send all of them.</span>
      <ReplayAll which={which} onConfirm={replay.orThrow} />
    </Bar>
  );
}

function Bar({ children }: { readonly children: React.ReactNode }) {
  return (
    <div className="sticky bottom-20 z-20 mt-4 flex flex-wrap items-center gap-3 rounded-lg border border-line bg-raised px-4 py-2.5 shadow-pop lg:bottom-4">
      {children}
    </div>
  );
}

interface ReplayAllProps {
  readonly which: ReplayWhich;
  readonly onConfirm: (which: ReplayWhich) => Promise<void>;
}

function ReplayAll({ which, onConfirm }: ReplayAllProps) {
  const [isAsking, setAsking] = useState(false);
  const isAll = Object.keys(which).length === 0;
  return (
    <>
      <Button icon={RotateCcw} onClick={() => setAsking(true)}>
        Send all again
      </Button>
      <ConfirmDialog
        open={isAsking}
        onOpenChange={setAsking}
        title={isAll ? "Send every dead message again?" : "Send all dead messages that fit again?"}
        description={`${isAll ? "Every dead message of the project" : "Every dead message that the filters let through, also those not listed yet,"} waits again with a fresh retry plan, the oldest first. What they tell may be long over.`}
        action="Send all again"
        describeError={messageOf}
        onConfirm={() => onConfirm(which)}
      />
    </>
  );
}

interface Replay {
  readonly busy: boolean;
  /** Tells in a toast how it went. */
  readonly run: (which: ReplayWhich) => Promise<void>;
  /** For a dialog, which shows itself what went wrong. */
  readonly orThrow: (which: ReplayWhich) => Promise<void>;
}

/** Sends dead messages again, and reads the lists anew. */
export function useReplay(onDone: () => void): Replay {
  const api = useApi();
  const toast = useToast();
  const readAnew = useReadAnew();
  const [busy, setBusy] = useState(false);
  const orThrow = async (which: ReplayWhich): Promise<void> => {
    const count = await replayMessages(api, which);
    await readAnew("messages", "topics", "summary");
    toast({ text: replayedText(count), ...(count === 0 && { kind: "problem" as const }) });
    onDone();
  };
  const run = async (which: ReplayWhich): Promise<void> => {
    setBusy(true);
    try {
      await orThrow(which);
    } catch (error) {
      toast({ text: messageOf(error), kind: "problem" });
    } finally {
      setBusy(false);
    }
  };
  return { busy, run, orThrow };
}
