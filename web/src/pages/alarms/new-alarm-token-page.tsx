import { Link, useSearch } from "@tanstack/react-router";
import { KeyRound } from "lucide-react";
import { useState } from "react";
import { type NewAlarmToken, topicPath } from "../../api/alarms.ts";
import { useApi } from "../../api/dashboard-context.tsx";
import { PATHS } from "../../lib/paths.ts";
import { useReadAnew } from "../../parts/use-action.ts";
import { WritersOnly } from "../../parts/writers-only.tsx";
import { buttonClass } from "../../ui/button.tsx";
import { Page } from "../../ui/page.tsx";
import { EmptyState } from "../../ui/states.tsx";
import { TokenAddresses } from "./token-addresses.tsx";
import { TokenForm } from "./token-form.tsx";
import { TokensLink } from "./tokens-link.tsx";

/** Makes an alarm token for a topic, then shows its addresses. */
export function NewAlarmTokenPage() {
  const api = useApi();
  const readAnew = useReadAnew();
  const { topic } = useSearch({ from: "/app/alarms/tokens/new" });
  const [made, setMade] = useState<NewAlarmToken | null>(null);
  if (topic === undefined) {
    return (
      <EmptyState
        icon={KeyRound}
        title="Choose a topic first"
        action={
          <Link to={PATHS.alarms} search={{ tab: "tokens" }} className={buttonClass("primary")}>
            Go to the alarm tokens
          </Link>
        }
      >
        An alarm token belongs to the topic that it reports to.
      </EmptyState>
    );
  }
  if (made !== null) {
    return (
      <Page title={`Token ${made.name} is made`} crumb={<TokensLink topic={topic} />} narrow>
        <div className="grid gap-6">
          <TokenAddresses url={made.url} />
          <div>
            <Link to={PATHS.alarms} search={{ tab: "tokens", topic }} className={buttonClass("primary")}>
              I have copied it
            </Link>
          </div>
        </div>
      </Page>
    );
  }
  return (
    <Page title="New alarm token" crumb={<TokensLink topic={topic} />}>
      <WritersOnly>
        <TokenForm
          token={null}
          action="Make token"
          aside={<TokensLink topic={topic} look="button" />}
          save={async (body) => {
            const token = await api.post<NewAlarmToken>(`${topicPath(topic)}/alarm-tokens`, { body });
            await readAnew("topics");
            setMade(token);
          }}
        />
      </WritersOnly>
    </Page>
  );
}
