import { useDashboard } from "../../api/dashboard-context.tsx";
import { useObservable } from "../../api/use-observable.ts";
import { useProject } from "../../api/use-session.ts";
import { RadioGroup } from "../../ui/inputs.tsx";
import { Page, Section } from "../../ui/page.tsx";
import { useNow } from "../../ui/time.tsx";
import { ThemePicker } from "./appearance/theme-picker.tsx";

/** How the dashboard looks and by whose clock it writes times, in this browser. */
export function AppearancePage() {
  return (
    <Page title="Appearance">
      <p className="mb-6 text-soft">What you choose here holds in this browser, at once.</p>
      <Section title="Colours">
        <ThemePicker />
      </Section>
      <Section title="Times are written">
        <div className="card p-4 sm:p-5">
          <ZonePicker />
        </div>
      </Section>
    </Page>
  );
}

function ZonePicker() {
  const { preferences, formatInstant } = useDashboard();
  const { timezone } = useProject();
  const now = useNow();
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const example = (zone: string | undefined): string => `Now: ${formatInstant(now, zone, true)}`;
  return (
    <RadioGroup
      label={<span className="sr-only">Times are written</span>}
      name="zone"
      value={useObservable(preferences.zone)}
      onChange={preferences.zone.set}
      choices={[
        { value: "mine", label: `by this browser's clock, ${own}`, hint: example(undefined) },
        { value: "utc", label: "in UTC", hint: example("UTC") },
        {
          value: "monitor",
          label: "in the zone of the monitor's schedule",
          hint: `Cron expressions have one. Where there is none it is by this browser's clock. This project's own is ${timezone}.`,
        },
      ]}
    />
  );
}
