import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Eye } from "lucide-react";
import { lazy, Suspense, useEffect, useState } from "react";
import { isNotFound } from "../../api/api-error.ts";
import { useApi } from "../../api/dashboard-context.tsx";
import { type Monitor, monitorQuery } from "../../api/monitors.ts";
import { useAccount, useProject } from "../../api/use-session.ts";
import { PATHS } from "../../lib/paths.ts";
import { WELCOME_STEPS, type WelcomeStep } from "../../lib/welcome-progress.ts";
import { buttonClass } from "../../ui/button.tsx";
import { Page } from "../../ui/page.tsx";
import { EmptyState, ErrorState, SkeletonRows } from "../../ui/states.tsx";
import { AllDone } from "./all-done.tsx";
import { HeardFrom } from "./heard-from.tsx";
import { NameStep } from "./name-step.tsx";
import { PingStep } from "./ping-step.tsx";
import { StepCard } from "./step-card.tsx";
import type { TellDraft } from "./tell-step.tsx";
import { TestStep } from "./test-step.tsx";
import { useWelcome } from "./use-welcome.ts";

/** The live updates tell of a ping; should the line be cut just now, nobody wants to wait for it here. */
const LOOK_AGAIN_MS = 5_000;

/** The first steps: from nothing to an alert that arrives, in about a minute. It can be left and gone on with. */
export function WelcomePage() {
  const { name } = useAccount();
  const project = useProject();
  if (!project.may("write")) {
    return (
      <Page title="Welcome">
        <EmptyState
          icon={Eye}
          title={`You look on in ${project.name}`}
          action={
            <Link to={PATHS.monitors} className={buttonClass("primary")}>
              Go to the monitors
            </Link>
          }
        >
          You see its monitors, messages and incidents; others change them.
        </EmptyState>
      </Page>
    );
  }
  return (
    <Page title={name === "" ? "Welcome" : `Welcome, ${name}`} narrow>
      <Steps />
    </Page>
  );
}

function Steps() {
  const api = useApi();
  const project = useProject();
  const { progress, go } = useWelcome();
  const { monitorId } = progress;
  // Whoever came here finds the way back from every page.
  useEffect(() => go({}), [go]);
  const {
    data: monitor,
    error,
    refetch,
  } = useQuery({
    ...monitorQuery(api, project.id, monitorId ?? ""),
    enabled: monitorId !== null,
    refetchInterval: progress.step === "ping" ? LOOK_AGAIN_MS : false,
  });
  const isGone = isNotFound(error);
  const heard = (monitor?.pingCount ?? 0) > 0;
  useEffect(() => {
    // It was deleted meanwhile: there is nothing to go on with.
    if (isGone) go({ step: "name", monitorId: null });
    else if (heard && progress.step === "ping") go({ step: "tell" });
  }, [isGone, heard, progress.step, go]);

  if (monitorId === null || isGone) return <StepList step="name" monitor={null} />;
  if (monitor !== undefined) return <StepList step={progress.step} monitor={monitor} />;
  if (error !== null) return <ErrorState error={error} onRetry={() => void refetch()} />;
  return <SkeletonRows />;
}

/** The forms of all services are heavy, and come only with their step. */
const TellStep = lazy(async () => ({ default: (await import("./tell-step.tsx")).TellStep }));

const NO_DRAFT: TellDraft = { provider: null, typed: {} };

interface StepListProps {
  readonly step: WelcomeStep;
  readonly monitor: Monitor | null;
}

function StepList({ step, monitor }: StepListProps) {
  const api = useApi();
  const project = useProject();
  const queryClient = useQueryClient();
  const { progress, go } = useWelcome();
  const [draft, setDraft] = useState(NO_DRAFT);
  const [beganWith] = useState(step);
  const at = WELCOME_STEPS.indexOf(monitor === null ? "name" : step);
  const stateOf = (each: WelcomeStep) => {
    const place = WELCOME_STEPS.indexOf(each);
    return place === at ? "now" : place < at ? "done" : "ahead";
  };
  const { integration } = progress;
  const take = (named: Monitor): void => {
    // It need not be read: the steps stay where they are, and the focus goes on to the next.
    queryClient.setQueryData(monitorQuery(api, project.id, named.id).queryKey, named);
    go({ step: named.pingCount > 0 ? "tell" : "ping", monitorId: named.id });
  };
  const heard = (monitor?.pingCount ?? 0) > 0;
  return (
    <>
      <p className="-mt-3 mb-5 text-soft">
        Four short steps, and an alert reaches you. Leave whenever you like; you can go on later.
      </p>
      <ol className="grid grid-cols-1 gap-3">
        <StepCard
          number={1}
          title="Name what you want to watch"
          state={stateOf("name")}
          outcome={<span className="break-words">{monitor?.name}</span>}
        >
          <NameStep onNamed={take} />
        </StepCard>
        <StepCard
          number={2}
          title="Let it ping"
          state={stateOf("ping")}
          isGood={heard && monitor?.status === "up"}
          outcome={monitor && <HeardFrom monitor={monitor} />}
          again={heard ? null : { label: "Ping now", onClick: () => go({ step: "ping" }) }}
        >
          {monitor && <PingStep monitor={monitor} onSkip={() => go({ step: "tell" })} />}
        </StepCard>
        <StepCard
          number={3}
          title="Say where to tell you"
          state={stateOf("tell")}
          outcome={<span className="break-words">{integration ?? "Not yet: messages only go to the log."}</span>}
          again={{ label: "Change", onClick: () => go({ step: "tell" }) }}
        >
          {monitor && (
            <Suspense fallback={<SkeletonRows />}>
              <TellStep
                monitor={monitor}
                draft={draft}
                before={integration}
                onDraft={setDraft}
                onTold={(name) => go({ step: "test", integration: name })}
                onSkip={() => go({ step: "done" })}
              />
            </Suspense>
          )}
        </StepCard>
        <StepCard
          number={4}
          title="Send a test and see it arrive"
          state={stateOf("test")}
          again={{ label: "Send another", onClick: () => go({ step: "test" }) }}
        >
          {monitor && (
            <TestStep monitor={monitor} onDone={() => go({ step: "done" })} onChange={() => go({ step: "tell" })} />
          )}
        </StepCard>
      </ol>
      {monitor !== null && step === "done" && (
        <AllDone
          monitor={monitor}
          isNews={beganWith !== "done"}
          onAnother={() => go({ step: "name", monitorId: null, integration: null })}
        />
      )}
      {step !== "done" && (
        <p className="mt-5">
          <Link to={PATHS.monitors} className="link">
            Leave this for later
          </Link>
        </p>
      )}
    </>
  );
}
