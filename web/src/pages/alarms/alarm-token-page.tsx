import { useQuery } from "@tanstack/react-query";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { KeyRound } from "lucide-react";
import { alarmTokensQuery, topicPath } from "../../api/alarms.ts";
import { isNotFound } from "../../api/api-error.ts";
import { useApi } from "../../api/dashboard-context.tsx";
import { useProject } from "../../api/use-session.ts";
import { PATHS } from "../../lib/paths.ts";
import { useReadAnew } from "../../parts/use-action.ts";
import { WritersOnly } from "../../parts/writers-only.tsx";
import { Page } from "../../ui/page.tsx";
import { EmptyState, ErrorState, SkeletonRows } from "../../ui/states.tsx";
import { useToast } from "../../ui/toasts.tsx";
import { TokenForm } from "./token-form.tsx";
import { TokensLink } from "./tokens-link.tsx";

/** Changes an alarm token; its value and addresses stay. */
export function AlarmTokenPage() {
  const api = useApi();
  const toast = useToast();
  const readAnew = useReadAnew();
  const navigate = useNavigate();
  const { id } = useParams({ from: "/app/alarms/tokens/$id" });
  const { topic = "" } = useSearch({ from: "/app/alarms/tokens/$id" });
  const { data, error, refetch } = useQuery(alarmTokensQuery(api, useProject().id, topic));
  if (data === undefined && !isNotFound(error)) {
    return error === null ? <SkeletonRows /> : <ErrorState error={error} onRetry={() => void refetch()} />;
  }
  const token = data?.find((each) => each.id === id);
  if (token === undefined) {
    return (
      <EmptyState icon={KeyRound} title="This token is gone" action={<TokensLink topic={topic} />}>
        It was revoked, it ended after it was rotated, or it went with its topic.
      </EmptyState>
    );
  }
  return (
    <Page title={token.name} crumb={<TokensLink topic={topic} />}>
      <WritersOnly>
        <TokenForm
          key={token.id}
          token={token}
          action="Save"
          aside={<TokensLink topic={topic} look="button" />}
          save={async (body) => {
            const path = `${topicPath(topic)}/alarm-tokens/${encodeURIComponent(token.id)}`;
            await api.patch(path, { body });
            toast({ text: "Saved. Senders need not be told: the address stays." });
            await readAnew("topics");
            // While it is being saved, leaving loses nothing.
            await navigate({ to: PATHS.alarms, search: { tab: "tokens", topic } });
          }}
        />
      </WritersOnly>
    </Page>
  );
}
