import { useQuery } from "@tanstack/react-query";
import { accountHistoryQuery } from "../../../api/account.ts";
import { useApi } from "../../../api/dashboard-context.tsx";
import { Section } from "../../../ui/page.tsx";
import { ErrorState, SkeletonRows } from "../../../ui/states.tsx";
import { Time } from "../../../ui/time.tsx";

/** What happened to the account last: log-ins, passwords, factors; what one did not do oneself stands out by its address. */
export function AccountHistorySection() {
  const { data, error, refetch } = useQuery(accountHistoryQuery(useApi()));
  return (
    <Section title="What happened last">
      <div className="card">
        {error !== null && data === undefined && (
          <ErrorState title="This could not be read" error={error} onRetry={() => void refetch()} />
        )}
        {data === undefined && error === null && <SkeletonRows />}
        {data?.length === 0 && <p className="px-4 py-3 text-soft sm:px-5">Nothing yet.</p>}
        {data !== undefined && data.length > 0 && (
          <ul className="divide-y divide-line">
            {data.map(({ id, at, text, from }) => (
              <li key={id} className="flex flex-wrap gap-x-4 gap-y-0.5 px-4 py-2 sm:px-5">
                <span className="w-40 shrink-0 text-soft">
                  <Time at={at} />
                </span>
                <span className="min-w-0 flex-1 basis-48 break-words">{text}</span>
                {from !== null && <span className="text-soft">{from}</span>}
              </li>
            ))}
          </ul>
        )}
      </div>
    </Section>
  );
}
