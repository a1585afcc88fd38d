import { useDashboard } from "../../api/dashboard-context.tsx";
import { useObservable } from "../../api/use-observable.ts";
import { RadioGroup } from "../../ui/inputs.tsx";
import { Page } from "../../ui/page.tsx";
import { Time, useNow } from "../../ui/time.tsx";

/** How the dashboard looks and by whose clock it writes times, in this browser. */
export function AppearancePage() {
  const { preferences } = useDashboard();
  const now = useNow();
  return (
    <Page title="Appearance">
      <div className="grid gap-7">
        <p className="text-soft">What you choose here holds in this browser, at once.</p>
        <RadioGroup
          label="Colours"
          name="appearance"
          value={useObservable(preferences.appearance)}
          onChange={preferences.appearance.set}
          choices={[
            { value: "system", label: "As the system says" },
            { value: "light", label: "Light" },
            { value: "dark", label: "Dark" },
          ]}
        />
        <RadioGroup
          label="Times are written"
          name="zone"
          value={useObservable(preferences.zone)}
          onChange={preferences.zone.set}
          choices={[
            { value: "mine", label: "by this browser's clock" },
            { value: "utc", label: "in UTC" },
            {
              value: "monitor",
              label: "in the zone of the monitor's schedule",
              hint: "Where there is none: by this browser's clock.",
            },
          ]}
        />
        <p className="text-soft">
          It is <Time at={now} />.
        </p>
      </div>
    </Page>
  );
}
