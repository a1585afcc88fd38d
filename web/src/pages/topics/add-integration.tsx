import { Link } from "@tanstack/react-router";
import type { Topic } from "../../api/topics.ts";
import { freeName } from "../../lib/free-name.ts";
import { PATHS } from "../../lib/paths.ts";
import { buttonClass } from "../../ui/button.tsx";
import { Page } from "../../ui/page.tsx";
import { ErrorState, SkeletonRows } from "../../ui/states.tsx";
import { IntegrationEditor } from "./editor/integration-editor.tsx";
import { ProviderPicker } from "./provider-picker.tsx";
import { TopicCrumb } from "./topic-crumb.tsx";
import { useProviders } from "./use-providers.ts";
import type { TopicTests } from "./use-topic-test.ts";

interface AddIntegrationProps {
  readonly topic: Topic;
  /** The service that was chosen; empty: none yet. */
  readonly kind: string;
  readonly tests: TopicTests;
  readonly onDone: () => Promise<void>;
}

/** Adds an integration to a topic: first which service, then what it needs. */
export function AddIntegration({ topic, kind, tests, onDone }: AddIntegrationProps) {
  const { providers, error, refetch } = useProviders();
  const provider = providers?.find((each) => each.kind === kind);
  const crumb = <TopicCrumb topic={topic} />;
  if (provider !== undefined) {
    return (
      <Page title={`Add ${provider.title}`} crumb={crumb} actions={<OtherService topic={topic} />}>
        <IntegrationEditor
          key={kind}
          topic={topic}
          provider={provider}
          name={freeName(
            provider.title,
            topic.integrations.map(({ name }) => name),
          )}
          onSaved={onDone}
          onTest={(name) => tests.run([name])}
        />
      </Page>
    );
  }
  return (
    <Page title="Add an integration" crumb={crumb}>
      {error !== null && (
        <ErrorState title="The services could not be read" error={error} onRetry={() => void refetch()} />
      )}
      {error === null && providers === undefined && <SkeletonRows />}
      {providers !== undefined && <ProviderPicker topic={topic} providers={providers} />}
    </Page>
  );
}

function OtherService({ topic }: { readonly topic: Topic }) {
  return (
    <Link to={PATHS.topic} params={{ id: topic.id }} search={{ add: "" }} className={buttonClass("plain")}>
      Another service
    </Link>
  );
}
