import { useQuery } from "@tanstack/react-query";
import { useApi } from "../../api/dashboard-context.tsx";
import { type Monitor, monitorsQuery } from "../../api/monitors.ts";
import { useProject } from "../../api/use-session.ts";
import { formatSpan } from "../../lib/durations.ts";
import { focusOnMount } from "../../lib/focus-on-mount.ts";
import { Field } from "../../ui/field.tsx";
import { Form } from "../../ui/form.tsx";
import { Select, TextInput } from "../../ui/inputs.tsx";
import { useForm } from "../../ui/use-form.ts";
import { graceOf, RHYTHMS } from "./rhythms.ts";

/** The monitor that every project begins with, so that there is something to ping. */
const FIRST_MONITOR = "My first heartbeat";
const DAY = "86400";

interface NameStepProps {
  readonly onNamed: (monitor: Monitor) => void;
}

/** Names a monitor, or goes on with one that is there. */
export function NameStep({ onNamed }: NameStepProps) {
  const api = useApi();
  const project = useProject();
  const { data: monitors = [] } = useQuery(monitorsQuery(api, project.id));
  const untouched = monitors.find(({ name, pingCount }) => name === FIRST_MONITOR && pingCount === 0);
  const others = monitors.filter(({ id, kind }) => kind === "heartbeat" && id !== untouched?.id);
  const form = useForm({
    initial: { name: "", periodSeconds: DAY },
    check: ({ name }) => (name.trim() === "" ? { name: "Give it a name that you will know at night." } : {}),
    save: async ({ name, periodSeconds }) => {
      const period = Number(periodSeconds);
      const schedule = { type: "period", periodSeconds: period, graceSeconds: graceOf(period) };
      const body = { name: name.trim(), schedule };
      // Nobody has used the first monitor yet: it becomes this one, and nothing that is never pinged lies about.
      const monitor =
        untouched === undefined
          ? await api.post<Monitor>("/monitors", { body })
          : await api.patch<Monitor>(`/monitors/${untouched.id}`, { body: { ...body, slug: null } });
      onNamed(monitor);
    },
    warns: false,
  });
  const period = Number(form.values.periodSeconds);
  const patience = formatSpan((period + graceOf(period)) * 1_000);
  return (
    <div className="grid gap-5">
      <p className="text-soft">
        A job that should run again and again: a backup, an import, a certificate renewal. It pings Watchbell each time
        it has run, and you hear of it when it does not.
      </p>
      <Form form={form} action="Create monitor">
        <div className="grid gap-5 sm:grid-cols-[minmax(0,1fr)_12rem]">
          <Field label="Name" error={form.errorOf("name")} required>
            <TextInput
              ref={focusOnMount}
              placeholder="Nightly backup"
              autoComplete="off"
              maxLength={100}
              value={form.values.name}
              onChange={(event) => form.set("name", event.target.value)}
            />
          </Field>
          <Field label="It runs" error={form.errorOf("schedule")}>
            <Select
              value={form.values.periodSeconds}
              onChange={(event) => form.set("periodSeconds", event.target.value)}
            >
              {RHYTHMS.map(({ label, periodSeconds }) => (
                <option key={label} value={periodSeconds}>
                  {label}
                </option>
              ))}
            </Select>
          </Field>
        </div>
        <p className="text-sm text-soft">
          After {patience} of silence it is down, and you are told. Cron expressions, working hours and all else can be
          set later.
        </p>
      </Form>
      {others.length > 0 && <UseAnother monitors={others} onNamed={onNamed} />}
    </div>
  );
}

function UseAnother({ monitors, onNamed }: NameStepProps & { readonly monitors: readonly Monitor[] }) {
  return (
    <Field label="Or go on with one that is there">
      <Select
        value=""
        onChange={(event) => {
          const chosen = monitors.find(({ id }) => id === event.target.value);
          if (chosen !== undefined) onNamed(chosen);
        }}
      >
        <option value="">Choose a monitor</option>
        {monitors.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </Select>
    </Field>
  );
}
