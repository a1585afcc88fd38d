import { useNavigate, useSearch } from "@tanstack/react-router";
import { PATHS } from "../../lib/paths.ts";
import { Page } from "../../ui/page.tsx";
import { Tabs } from "../../ui/tabs.tsx";
import { NowTab } from "./now-tab.tsx";
import { ReceivedTab } from "./received-tab.tsx";
import { TokensTab } from "./tokens-tab.tsx";

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
          { name: "tokens", label: "Alarm tokens", content: <TokensTab /> },
          { name: "received", label: "What came", content: <ReceivedTab /> },
        ]}
      />
    </Page>
  );
}
