import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useApi } from "../../api/dashboard-context.tsx";
import type { Monitor } from "../../api/monitors.ts";
import { type Provider, providersQuery } from "../../api/providers.ts";
import { topicQuery } from "../../api/topics.ts";
import { useProject } from "../../api/use-session.ts";
import { freeName } from "../../lib/free-name.ts";
import { CredentialInputs } from "../../parts/credentials/credential-inputs.tsx";
import { readCredentialFields } from "../../parts/credentials/read-fields.ts";
import { type TypedCredentials, writeCredentials } from "../../parts/credentials/write-credentials.ts";
import { Button } from "../../ui/button.tsx";
import { Form } from "../../ui/form.tsx";
import { Notice } from "../../ui/notice.tsx";
import { ErrorState, SkeletonRows } from "../../ui/states.tsx";
import { useForm } from "../../ui/use-form.ts";
import { addIntegration, topicOf } from "./add-integration.ts";
import { ProviderPicker } from "./provider-picker.tsx";

/** What was typed so far; it outlives the step, so that a test that fails loses nothing. */
export interface TellDraft {
  readonly provider: string | null;
  readonly typed: TypedCredentials;
}

interface TellStepProps {
  readonly monitor: Monitor;
  readonly draft: TellDraft;
  /** The integration that was added here before; null: none. */
  readonly before: string | null;
  readonly onDraft: (draft: TellDraft) => void;
  readonly onTold: (integration: string) => void;
  readonly onSkip: () => void;
}

/** Asks where to be told, and adds it to the monitor's topic. */
export function TellStep(props: TellStepProps) {
  const api = useApi();
  const project = useProject();
  const providers = useQuery(providersQuery(api, project.id));
  const topic = useQuery(topicQuery(api, project.id, topicOf(props.monitor)));
  if (providers.error !== null) {
    return (
      <ErrorState
        title="The services could not be read"
        error={providers.error}
        onRetry={() => void providers.refetch()}
      />
    );
  }
  if (providers.data === undefined || topic.isPending) return <SkeletonRows />;
  const there = (topic.data?.integrations ?? []).filter(({ enabled }) => enabled);
  return (
    <div className="grid gap-5">
      <AlreadyTold there={there} before={props.before} onUse={props.onTold} />
      <IntegrationForm
        {...props}
        draft={{ ...props.draft, provider: props.draft.provider ?? providerOf(there, props.before) }}
        providers={providers.data}
        taken={there.map(({ name }) => name)}
      />
    </div>
  );
}

/** What was added before the page was left; its credentials are the server's own. */
function providerOf(there: AlreadyToldProps["there"], name: string | null): string | null {
  return there.find((each) => each.name === name)?.provider ?? null;
}

interface AlreadyToldProps {
  readonly there: readonly { readonly name: string; readonly provider: string }[];
  readonly before: string | null;
  readonly onUse: (integration: string) => void;
}

function AlreadyTold({ there, before, onUse }: AlreadyToldProps) {
  const real = there.filter(({ provider, name }) => provider !== "log" && name !== before);
  const [first] = real;
  if (first === undefined) {
    return (
      <p className="text-soft">
        When it goes down, and when it is up again: where shall Watchbell tell you? Until you choose, it only writes to
        its own log.
      </p>
    );
  }
  return (
    <Notice>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <span className="min-w-0 flex-1 break-words">
          Its topic tells {real.map(({ name }) => name).join(", ")} already.
        </span>
        <Button size="small" onClick={() => onUse(first.name)}>
          That will do
        </Button>
      </div>
    </Notice>
  );
}

interface IntegrationFormProps extends TellStepProps {
  readonly providers: readonly Provider[];
  readonly taken: readonly string[];
}

function IntegrationForm({ monitor, draft, before, onDraft, onTold, onSkip, providers, taken }: IntegrationFormProps) {
  const api = useApi();
  const project = useProject();
  const queryClient = useQueryClient();
  const form = useForm<TellDraft>({
    initial: draft,
    check: ({ provider, typed }) => {
      if (provider === null) return { provider: "Choose where to be told." };
      const written = writeCredentials(fieldsOf(providers, provider), typed);
      return written.kind === "faults" ? written.faults : {};
    },
    save: async ({ provider, typed }) => {
      const chosen = providers.find(({ kind }) => kind === provider);
      const wanted = fieldsOf(providers, provider);
      const written = writeCredentials(wanted, typed);
      if (chosen === undefined || written.kind === "faults") return;
      const name = freeName(
        chosen.title,
        taken.filter((each) => each !== before),
      );
      const { kind, credentials } = { kind: chosen.kind, credentials: written.credentials };
      await addIntegration(api, monitor, { name, provider: kind, credentials, insteadOf: before, fields: wanted });
      await queryClient.invalidateQueries({ queryKey: [project.id, "topics"] });
      onTold(name);
    },
    warns: false,
  });
  const { provider, typed } = form.values;
  const fields = fieldsOf(providers, provider);
  const choose = (kind: string | null): void => {
    form.set("provider", kind);
    onDraft({ provider: kind, typed });
  };
  const type = (name: string, value: string | boolean): void => {
    const next = { ...typed, [name]: value };
    form.set("typed", next);
    form.clear(name);
    onDraft({ provider, typed: next });
  };
  return (
    <Form
      form={form}
      action={before === null ? "Add" : "Save"}
      aside={
        <Button look="quiet" onClick={onSkip}>
          Later
        </Button>
      }
    >
      <ProviderPicker providers={providers} value={provider} onChange={choose} error={form.errorOf("provider")} />
      {provider !== null && (
        <CredentialInputs
          key={provider}
          fields={fields}
          typed={typed}
          onType={type}
          errorOf={(name) => form.errorOf(name)}
        />
      )}
    </Form>
  );
}

function fieldsOf(providers: readonly Provider[], kind: string | null) {
  return readCredentialFields(providers.find((each) => each.kind === kind)?.credentials ?? {});
}
