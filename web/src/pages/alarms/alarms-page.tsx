import { useNavigate, useSearch } from "@tanstack/react-router";
import { lazy, type ReactNode, Suspense } from "react";
import { PATHS } from "../../lib/paths.ts";
import { Page } from "../../ui/page.tsx";
import { SkeletonRows } from "../../ui/states.tsx";
import { Tabs } from "../../ui/tabs.tsx";
import { NowTab } from "./now-tab.tsx";

// At three in the morning only the first tab counts; the others are loaded when they are opened.
const TokensTab = lazy(async () => ({ default: (await import("./tokens-tab.tsx")).TokensTab }));
const ReceivedTab = lazy(async () => ({ default: (await import("./received-tab.tsx")).ReceivedTab }));

/** What other monitoring systems say, who of them may, and what they sent. */
export function AlarmsPage() {
  const { tab = "now", topic } = useSearch({ from: "/app/alarms" });
  const navigate = useNavigate({ from: PATHS.alarms });
  const open = (name: "now" | "tokens" | "received"): void => {
    const kept = topic === undefined ? {} : { topic };
    void navigate({ search: name === "now" ? kept : { ...kept, tab: name } });
  };
  return (
    <Page title="Alarms">
      <Tabs
        label="Alarms"
        value={tab}
        onChange={open}
        tabs={[
          { name: "now", label: "Now", content: <NowTab /> },
          {
            name: "tokens",
            label: "Alarm tokens",
            content: (
              <Later>
                <TokensTab />
              </Later>
            ),
          },
          {
            name: "received",
            label: "What came",
            content: (
              <Later>
                <ReceivedTab />
              </Later>
            ),
          },
        ]}
      />
    </Page>
  );
}

function Later({ children }: { readonly children: ReactNode }) {
  return <Suspense fallback={<SkeletonRows />}>{children}</Suspense>;
}
