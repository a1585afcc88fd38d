import { Plus } from "lucide-react";
import { useApi } from "../../../api/dashboard-context.tsx";
import type { StatusPage } from "../../../api/status-page.ts";
import { useReadAnew } from "../../../parts/use-action.ts";
import { useMonitorChoices } from "../../../parts/use-monitor-choices.ts";
import { Button } from "../../../ui/button.tsx";
import { Field, FieldError } from "../../../ui/field.tsx";
import { Form } from "../../../ui/form.tsx";
import { Checkbox, Select, TextArea } from "../../../ui/inputs.tsx";
import { LineField } from "../../../ui/line-field.tsx";
import { Section } from "../../../ui/page.tsx";
import { useToast } from "../../../ui/toasts.tsx";
import { type FormState, useForm } from "../../../ui/use-form.ts";
import { slugOf } from "./arrange.ts";
import { GroupsEditor } from "./groups-editor.tsx";

/** What the form holds; an empty name of a group or a monitor means none. */
export type StatusPageValues = Omit<StatusPage, "url" | "changedAt" | "slug"> & { readonly slug: string };

/** Changes what the status page shows, and whether anybody sees it. */
export function StatusPageForm({ page }: { readonly page: StatusPage }) {
  const api = useApi();
  const readAnew = useReadAnew();
  const toast = useToast();
  const monitors = useMonitorChoices();
  const { url: _, changedAt: __, ...shown } = page;
  const initial: StatusPageValues = { ...shown, slug: page.slug ?? slugOf(page.title) };
  const form = useForm({
    initial,
    check: findWrong,
    save: async (values) => {
      const groups = values.groups.map((group) => ({ ...group, name: group.name?.trim() || null }));
      await api.put("/status-page", { body: { ...values, groups } });
      toast({ text: values.enabled ? "Saved. Everybody sees it within 30 seconds." : "Saved. Nobody sees the page." });
      await readAnew("project");
    },
  });
  const { values, set, errorOf } = form;
  return (
    <Form form={form} action="Save">
      <Checkbox
        label="Show the page to everybody"
        hint="Whoever has its address sees it, without a key or a log-in."
        checked={values.enabled}
        onChange={(event) => set("enabled", event.target.checked)}
      />
      <LineField
        form={form}
        name="slug"
        label="Address"
        hint={addressOf(page.url, values.slug)}
        maxLength={63}
        spellCheck={false}
        required
      />
      <LineField form={form} name="title" label="Title" maxLength={100} required />
      <Field label="Description" hint="A few lines below the title." error={errorOf("description")} optional>
        <TextArea value={values.description} onChange={(event) => set("description", event.target.value)} />
      </Field>
      <Field
        label="Note"
        hint="An announcement above everything else, such as planned work."
        error={errorOf("note")}
        optional
      >
        <TextArea value={values.note} onChange={(event) => set("note", event.target.value)} />
      </Field>
      <IncidentFields form={form} />
      <Section
        title="Monitors on the page"
        actions={
          <Button
            size="small"
            icon={Plus}
            onClick={() => set("groups", [...values.groups, { name: "", monitors: [] }])}
          >
            Add a group
          </Button>
        }
      >
        {errorOf("groups") !== null && <FieldError takesFocus>{errorOf("groups")}</FieldError>}
        <GroupsEditor groups={values.groups} monitors={monitors} onChange={(groups) => set("groups", groups)} />
      </Section>
    </Form>
  );
}

function IncidentFields({ form: { values, set } }: { readonly form: FormState<StatusPageValues> }) {
  return (
    <div className="grid gap-3">
      <Checkbox
        label="Tell incidents"
        hint="When something was down and for how long; never why."
        checked={values.showIncidents}
        onChange={(event) => set("showIncidents", event.target.checked)}
      />
      {values.showIncidents && (
        <div className="w-44">
          <Field label="Incidents of the last">
            <Select
              value={values.incidentDays}
              onChange={({ target: { value } }) => set("incidentDays", value === "90" ? 90 : 14)}
            >
              <option value="14">14 days</option>
              <option value="90">90 days</option>
            </Select>
          </Field>
        </div>
      )}
    </div>
  );
}

function findWrong({ slug, title }: StatusPageValues): Partial<Record<string, string>> {
  return {
    ...(slug.trim() === "" && { slug: "Choose the last part of the address, such as acme." }),
    ...(title.trim() === "" && { title: "Give the page a title." }),
  };
}

/** Where the page will be; a server that others reach by another name says so in the address that the page has. */
function addressOf(url: string | null, slug: string): string {
  const base = url === null ? `${window.location.origin}/status/` : url.replace(/[^/]*$/, "");
  return `${base}${slug || "…"}`;
}
