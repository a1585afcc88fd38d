import { useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useApi } from "../../api/dashboard-context.tsx";
import { type Service, serviceQuery } from "../../api/services.ts";
import { useProject } from "../../api/use-session.ts";
import { PATHS } from "../../lib/paths.ts";
import { WritersOnly } from "../../parts/writers-only.tsx";
import { buttonClass } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import { Form } from "../../ui/form.tsx";
import { Select, TextInput } from "../../ui/inputs.tsx";
import { LineField } from "../../ui/line-field.tsx";
import { Page } from "../../ui/page.tsx";
import { useForm } from "../../ui/use-form.ts";
import { AddedService } from "./added-service.tsx";
import { ServiceTopicField } from "./service-topic-field.tsx";
import {
  checkService,
  deadAfter,
  INTERVAL_UNITS,
  NEW_SERVICE,
  type ServiceValues,
  serviceBody,
} from "./service-values.ts";

/** Adds a service that checks in, in the words of Missme. */
export function AddServicePage() {
  const [addedId, setAddedId] = useState<string | null>(null);
  const crumb = (
    <Link to={PATHS.monitors} className="hover:underline">
      Monitors
    </Link>
  );
  return (
    <Page title="Add service" crumb={crumb} narrow>
      <WritersOnly>
        {addedId === null ? (
          <ServiceForm onAdded={setAddedId} />
        ) : (
          <AddedService id={addedId} onAnother={() => setAddedId(null)} />
        )}
      </WritersOnly>
    </Page>
  );
}

function ServiceForm({ onAdded }: { readonly onAdded: (id: string) => void }) {
  const api = useApi();
  const queryClient = useQueryClient();
  const { id: projectId } = useProject();
  const form = useForm<ServiceValues>({
    initial: NEW_SERVICE,
    check: checkService,
    save: async (values) => {
      const service = await api.post<Service>("/services", { body: serviceBody(values) });
      queryClient.setQueryData(serviceQuery(api, projectId, service.id).queryKey, service);
      onAdded(service.id);
    },
  });
  const { values, set, errorOf } = form;
  const dead = deadAfter(values);
  return (
    <>
      <p className="mb-5 text-soft">
        A service checks in again and again with a key of its own. When it misses more check-ins than its threshold
        allows, it is dead, and its topic is told once.
      </p>
      <Form
        form={form}
        action="Add service"
        aside={
          <Link to={PATHS.monitors} className={buttonClass("quiet")}>
            Cancel
          </Link>
        }
      >
        <LineField form={form} name="name" label="Name" maxLength={100} required />
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label="Interval" required error={errorOf("interval", "every")} hint="How often it checks in.">
            <div className="flex gap-2">
              <TextInput
                inputMode="numeric"
                value={values.every}
                onChange={(event) => {
                  set("every", event.target.value);
                  form.clear("interval");
                }}
                className="min-w-0 flex-1"
              />
              <UnitSelect value={values.unit} onChange={(unit) => set("unit", unit)} />
            </div>
          </Field>
          <Field
            label="Threshold"
            required
            error={errorOf("threshold")}
            hint={
              dead === null ? "Check-ins in a row that it may miss." : `It is dead ${dead} after its last check-in.`
            }
          >
            <TextInput
              inputMode="numeric"
              value={values.threshold}
              onChange={(event) => set("threshold", event.target.value)}
            />
          </Field>
        </div>
        <ServiceTopicField value={values.topic} onChange={(topic) => set("topic", topic)} error={errorOf("topic")} />
      </Form>
    </>
  );
}

interface UnitSelectProps {
  readonly value: ServiceValues["unit"];
  readonly onChange: (unit: ServiceValues["unit"]) => void;
}

function UnitSelect({ value, onChange }: UnitSelectProps) {
  return (
    <Select
      id="interval-unit"
      aria-label="Unit of the interval"
      value={value}
      onChange={(event) => onChange(event.target.value as ServiceValues["unit"])}
      className="w-auto! flex-none"
    >
      {INTERVAL_UNITS.map((unit) => (
        <option key={unit}>{unit}</option>
      ))}
    </Select>
  );
}
