import type { Integration, Topic } from "../../api/topics.ts";
import { DeliveryBadge, deliveryOf } from "../../parts/delivery-state.tsx";
import { Page } from "../../ui/page.tsx";
import { ErrorState, SkeletonRows } from "../../ui/states.tsx";
import { IntegrationEditor } from "./editor/integration-editor.tsx";
import { TopicCrumb } from "./topic-crumb.tsx";
import { useProviders } from "./use-providers.ts";
import type { TopicTests } from "./use-topic-test.ts";

interface EditIntegrationProps {
  readonly topic: Topic;
  readonly integration: Integration;
  readonly tests: TopicTests;
  readonly onDone: () => Promise<void>;
}

/** Changes an integration of a topic. */
export function EditIntegration({ topic, integration, tests, onDone }: EditIntegrationProps) {
  const { providers, error, refetch } = useProviders();
  const provider = providers?.find(({ kind }) => kind === integration.provider);
  return (
    <Page
      title={integration.name}
      crumb={<TopicCrumb topic={topic} />}
      aside={<DeliveryBadge state={deliveryOf(integration)} />}
    >
      {error !== null && (
        <ErrorState title="The services could not be read" error={error} onRetry={() => void refetch()} />
      )}
      {error === null && provider === undefined && <SkeletonRows />}
      {provider !== undefined && (
        <IntegrationEditor
          key={integration.id}
          topic={topic}
          provider={provider}
          integration={integration}
          name={integration.name}
          onSaved={onDone}
          onTest={(name) => tests.run([name])}
        />
      )}
    </Page>
  );
}
