import { Link } from "@tanstack/react-router";
import { CirclePause, CirclePlay, Ellipsis, Pencil, Send, Trash2 } from "lucide-react";
import { type ReactNode, useState } from "react";
import { messageOf } from "../../api/api-error.ts";
import { useApi } from "../../api/dashboard-context.tsx";
import type { Message } from "../../api/messages.ts";
import type { Integration, Topic } from "../../api/topics.ts";
import { useProject } from "../../api/use-session.ts";
import { PATHS } from "../../lib/paths.ts";
import { DeliveryBadge, DeliveryWhy, deliveryOf } from "../../parts/delivery-state.tsx";
import { ProviderMark } from "../../parts/provider-mark.tsx";
import { TestResults } from "../../parts/test-results.tsx";
import { useAction, useReadAnew } from "../../parts/use-action.ts";
import { Button, buttonClass, IconButton } from "../../ui/button.tsx";
import { ConfirmDialog } from "../../ui/dialog.tsx";
import { FieldError } from "../../ui/field.tsx";
import { Menu, MenuItem } from "../../ui/menu.tsx";
import { useToast } from "../../ui/toasts.tsx";
import { asDraft, removeIntegration, saveIntegration } from "./change-integrations.ts";
import { MessageBar } from "./message-bar.tsx";
import { toldOf } from "./told-of.ts";
import { useProviders } from "./use-providers.ts";
import type { TestOutcome } from "./use-topic-test.ts";

interface IntegrationCardProps {
  readonly topic: Topic;
  readonly integration: Integration;
  /** Its newest messages, the newest first; undefined while they are read, or when there is none. */
  readonly messages: readonly Message[] | undefined;
  readonly test: TestOutcome | undefined;
  readonly onTest: () => void;
}

/** One integration: how it stands and why, what became of its messages, and what can be done with it. */
export function IntegrationCard({ topic, integration, messages, test, onTest }: IntegrationCardProps) {
  const { name, provider, model, notifyOn } = integration;
  const { titleOf } = useProviders();
  const mayWrite = useProject().may("write");
  const state = deliveryOf(integration);
  const needsTest = state === "suspended" || state === "failing";
  return (
    <li className="card p-4">
      <div className="flex items-start gap-3">
        <ProviderMark kind={provider} />
        <div className="min-w-0 flex-1">
          <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
            <h3 className="min-w-0 break-words font-medium">{name}</h3>
            <DeliveryBadge state={state} />
          </div>
          <p className="text-sm text-soft">
            {[titleOf(provider), toldOf(notifyOn), model !== null && "text of its own"].filter(Boolean).join(" · ")}
          </p>
        </div>
        {mayWrite && <CardActions topic={topic} integration={integration} />}
      </div>
      {state !== "working" && (
        <p className="mt-3 break-words sm:pl-12">
          <DeliveryWhy {...integration} />
        </p>
      )}
      {state === "working" && <LastFault messages={messages} />}
      <div className="mt-3 flex flex-wrap items-center justify-between gap-x-4 gap-y-2 sm:pl-12">
        <BarOrNothing messages={messages}>
          <Link to={PATHS.messages} search={{ integration: integration.id }} className="link text-sm">
            Its messages
          </Link>
        </BarOrNothing>
        {mayWrite && (
          <Button size="small" icon={Send} busy={test?.kind === "running"} onClick={onTest}>
            {needsTest ? "Test and resume" : "Send a test"}
          </Button>
        )}
      </div>
      <TestAnswer test={test} />
    </li>
  );
}

/** A target that takes what it is sent may still refuse some of it, and then nobody was told. */
function LastFault({ messages = [] }: Pick<IntegrationCardProps, "messages">) {
  const last = messages.find(({ status }) => status !== "waiting");
  if (last?.status !== "dead") return null;
  return (
    <p className="mt-3 break-words sm:pl-12">
      Its{" "}
      <Link to={PATHS.message} params={{ id: last.id }} className="link">
        last message
      </Link>{" "}
      was given up. {last.lastReason}
    </p>
  );
}

function BarOrNothing({
  messages,
  children,
}: Pick<IntegrationCardProps, "messages"> & { readonly children: ReactNode }) {
  if (messages === undefined) return <span className="text-sm text-soft">No messages yet</span>;
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <MessageBar messages={messages} />
      {children}
    </div>
  );
}

function TestAnswer({ test }: Pick<IntegrationCardProps, "test">) {
  return (
    <div aria-live="polite" className="empty:hidden sm:pl-12">
      {test?.kind === "answered" && (
        <div className="mt-3 grid gap-1">
          <TestResults results={[test.result]} />
          <Link to={PATHS.message} params={{ id: test.result.messageId }} className="link justify-self-start text-sm">
            Show this message
          </Link>
        </div>
      )}
      {test?.kind === "problem" && (
        <div className="mt-3">
          <FieldError>{test.text}</FieldError>
        </div>
      )}
    </div>
  );
}

function CardActions({ topic, integration }: Pick<IntegrationCardProps, "topic" | "integration">) {
  const api = useApi();
  const [isRemoving, setRemoving] = useState(false);
  const { id, name, enabled } = integration;
  const refresh = ["topics", "messages", "summary"];
  const toggling = useAction({ refresh, done: enabled ? `${name} is switched off.` : `${name} is switched on.` });
  const readAnew = useReadAnew();
  const toast = useToast();
  const remove = async (): Promise<void> => {
    await removeIntegration(api, topic.name, id);
    await readAnew(...refresh);
    toast({ text: `${name} was removed.` });
  };
  const toggle = (): void => {
    const change = { ...asDraft(integration), enabled: !enabled };
    void toggling.run(() => saveIntegration(api, topic.name, change)); // What it meets, a toast tells.
  };
  return (
    <div className="-mt-1 -mr-1 flex items-center">
      <Link
        to={PATHS.topic}
        params={{ id: topic.id }}
        search={{ edit: id }}
        className={`${buttonClass("quiet", "small")} text-soft`}
      >
        <Pencil aria-hidden size={14} />
        Edit<span className="sr-only"> {name}</span>
      </Link>
      <Menu trigger={<IconButton icon={Ellipsis} label={`More for ${name}`} size="small" />}>
        <MenuItem icon={enabled ? CirclePause : CirclePlay} disabled={toggling.busy} onSelect={toggle}>
          {enabled ? "Switch off" : "Switch on"}
        </MenuItem>
        <MenuItem icon={Trash2} danger onSelect={() => setRemoving(true)}>
          Remove
        </MenuItem>
      </Menu>
      <ConfirmDialog
        open={isRemoving}
        onOpenChange={setRemoving}
        title={`Remove ${name}?`}
        description="It is told nothing any more. What waits for it is cancelled, and its credentials are forgotten."
        action="Remove it"
        danger
        describeError={messageOf}
        onConfirm={remove}
      />
    </div>
  );
}
