import { Field } from "../../ui/field.tsx";
import { Fold } from "../../ui/fold.tsx";
import { TextArea, TextInput } from "../../ui/inputs.tsx";
import type { FormState } from "../../ui/use-form.ts";
import { PATH_FIELDS, type TokenValues } from "./token-values.ts";

interface MappingFieldsProps {
  readonly form: FormState<TokenValues>;
  readonly start: TokenValues;
}

const PATHS: Readonly<Record<(typeof PATH_FIELDS)[number], { readonly label: string; readonly placeholder: string }>> =
  {
    status: { label: "Status", placeholder: "incident.state" },
    title: { label: "Title", placeholder: "rule.name" },
    severity: { label: "Severity", placeholder: "rule.priority" },
    message: { label: "Message", placeholder: "text" },
    resource: { label: "About", placeholder: "alerts[0].labels.host" },
    value: { label: "Value", placeholder: "reading" },
    url: { label: "Link", placeholder: "links.page" },
    startsAt: { label: "Since", placeholder: "started" },
    id: { label: "Id of the delivery", placeholder: "delivery.id" },
  };

/** Where a foreign body holds what, by paths into its JSON. */
export function MappingFields({ form, start }: MappingFieldsProps) {
  const { values, errorOf } = form;
  const isSet =
    [...PATH_FIELDS, "key" as const, "states" as const, "severities" as const].some((name) => start[name] !== "") ||
    errorOf("mapping") !== null;
  return (
    <Fold title="Mapping of a foreign body" aside="any other system" open={isSet}>
      <p className="text-sm text-soft">
        Paths go from the top, such as <code className="font-mono">incident.state</code> or{" "}
        <code className="font-mono">alerts[0].labels.host</code>. What is left empty keeps its own name.
      </p>
      <Field
        label="What tells one problem from another"
        hint="One path in each line; their values together are the key."
        error={errorOf("mapping.key")}
      >
        <TextArea
          mono
          rows={2}
          spellCheck={false}
          placeholder={"rule.id\nhost"}
          value={values.key}
          onChange={(event) => form.set("key", event.target.value)}
        />
      </Field>
      <div className="grid gap-4 sm:grid-cols-2">
        {PATH_FIELDS.map((name) => (
          <Field key={name} label={PATHS[name].label} error={errorOf(`mapping.${name}`)}>
            <TextInput
              className="font-mono text-sm"
              spellCheck={false}
              placeholder={PATHS[name].placeholder}
              value={values[name]}
              onChange={(event) => form.set(name, event.target.value)}
            />
          </Field>
        ))}
      </div>
      <Field
        label="What their states mean"
        hint="theirs = firing, resolved or info, one in each line."
        error={errorOf("states", "mapping.states")}
      >
        <TextArea
          mono
          rows={2}
          spellCheck={false}
          placeholder={"BAD = firing\nGOOD = resolved"}
          value={values.states}
          onChange={(event) => form.set("states", event.target.value)}
        />
      </Field>
      <Field
        label="What their severities mean"
        hint="theirs = critical, error, warning or info, one in each line."
        error={errorOf("severities", "mapping.severities")}
      >
        <TextArea
          mono
          rows={2}
          spellCheck={false}
          placeholder={"1 = critical\n2 = warning"}
          value={values.severities}
          onChange={(event) => form.set("severities", event.target.value)}
        />
      </Field>
    </Fold>
  );
}
