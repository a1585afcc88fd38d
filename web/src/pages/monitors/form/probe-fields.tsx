import { Field } from "../../../ui/field.tsx";
import { Select, TextInput } from "../../../ui/inputs.tsx";
import type { FormPart } from "./form-part.ts";
import type { ProbeType, ProbeValues } from "./probe-values.ts";

const RECORD_TYPES = ["A", "AAAA", "CAA", "CNAME", "MX", "NS", "PTR", "SOA", "SRV", "TXT"] as const;

/** What a probe looks at. */
export function TargetFields({ type, ...part }: FormPart<ProbeValues> & { readonly type: ProbeType }) {
  switch (type) {
    case "http":
      return <AddressField {...part} hint="A status of 2xx is expected unless a condition says otherwise." />;
    case "task":
      return <AddressField {...part} hint="The job answers there with its status and the time of its last run." />;
    case "tcp":
    case "tls":
      return <HostFields {...part} />;
    case "dns":
      return <NameFields {...part} />;
  }
}

function AddressField({ values, onChange, errorOf, hint }: FormPart<ProbeValues> & { readonly hint: string }) {
  return (
    <Field label="Address" required error={errorOf("probe.url")} hint={hint}>
      <TextInput
        type="url"
        inputMode="url"
        placeholder="https://shop.example.org/health"
        value={values.url}
        onChange={(event) => onChange({ url: event.target.value })}
      />
    </Field>
  );
}

function HostFields({ values, onChange, errorOf }: FormPart<ProbeValues>) {
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_7rem] gap-4">
      <Field label="Host" required error={errorOf("probe.host")}>
        <TextInput
          placeholder="mail.example.org"
          autoCapitalize="off"
          spellCheck={false}
          value={values.host}
          onChange={(event) => onChange({ host: event.target.value })}
        />
      </Field>
      <Field label="Port" required error={errorOf("probe.port")}>
        <TextInput
          inputMode="numeric"
          value={values.port}
          onChange={(event) => onChange({ port: event.target.value })}
        />
      </Field>
    </div>
  );
}

function NameFields({ values, onChange, errorOf }: FormPart<ProbeValues>) {
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_7rem] gap-4">
      <Field label="Name to ask for" required error={errorOf("probe.name")}>
        <TextInput
          placeholder="example.org"
          autoCapitalize="off"
          spellCheck={false}
          value={values.dnsName}
          onChange={(event) => onChange({ dnsName: event.target.value })}
        />
      </Field>
      <Field label="Record" error={errorOf("probe.recordType")}>
        <Select
          value={values.recordType}
          onChange={(event) => onChange({ recordType: event.target.value as ProbeValues["recordType"] })}
        >
          {RECORD_TYPES.map((type) => (
            <option key={type}>{type}</option>
          ))}
        </Select>
      </Field>
    </div>
  );
}
