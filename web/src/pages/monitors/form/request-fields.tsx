import { Field } from "../../../ui/field.tsx";
import { Checkbox, Select, TextArea, TextInput } from "../../../ui/inputs.tsx";
import { AuthFields } from "./auth-fields.tsx";
import { DurationInput } from "./duration-input.tsx";
import type { FormPart } from "./form-part.ts";
import type { ProbeType, ProbeValues } from "./probe-values.ts";

const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] as const;

/** How a probe looks: what it sends, who it says it is, and how patient it is. */
export function RequestFields({ type, ...part }: FormPart<ProbeValues> & { readonly type: ProbeType }) {
  const isWeb = type === "http" || type === "task";
  return (
    <>
      {type === "http" && <HttpFields {...part} />}
      {type === "tcp" && <SendField {...part} />}
      {type === "tls" && <ServerNameField {...part} />}
      {type === "dns" && <ServerField {...part} />}
      {isWeb && <AuthFields {...part} />}
      {isWeb && (
        <Checkbox
          label="Check the certificate"
          hint="Without it a certificate that nobody vouches for is taken."
          checked={part.values.verifyCertificate}
          onChange={(event) => part.onChange({ verifyCertificate: event.target.checked })}
        />
      )}
      <TriesFields {...part} />
    </>
  );
}

function HttpFields({ values, onChange, errorOf }: FormPart<ProbeValues>) {
  return (
    <>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Method" error={errorOf("probe.method")}>
          <Select
            value={values.method}
            onChange={(event) => onChange({ method: event.target.value as ProbeValues["method"] })}
          >
            {METHODS.map((method) => (
              <option key={method}>{method}</option>
            ))}
          </Select>
        </Field>
        <Field label="Redirects followed" error={errorOf("probe.maxRedirects")} hint="0: the redirect is the answer.">
          <TextInput
            inputMode="numeric"
            value={values.maxRedirects}
            onChange={(event) => onChange({ maxRedirects: event.target.value })}
          />
        </Field>
      </div>
      <Field
        label="Headers"
        optional
        error={errorOf("probe.headers")}
        hint="One on a line. Whoever may see the monitor sees them: secrets belong into the log-in below."
      >
        <TextArea
          mono
          placeholder="Accept: application/json"
          value={values.headers}
          onChange={(event) => onChange({ headers: event.target.value })}
        />
      </Field>
      <Field label="Body" optional error={errorOf("probe.body")}>
        <TextArea mono value={values.body} onChange={(event) => onChange({ body: event.target.value })} />
      </Field>
    </>
  );
}

function SendField({ values, onChange, errorOf }: FormPart<ProbeValues>) {
  return (
    <Field label="Sent when the connection stands" optional error={errorOf("probe.send")}>
      <TextArea mono value={values.send} onChange={(event) => onChange({ send: event.target.value })} />
    </Field>
  );
}

function ServerNameField({ values, onChange, errorOf }: FormPart<ProbeValues>) {
  return (
    <Field
      label="Name in the certificate"
      optional
      error={errorOf("probe.serverName")}
      hint="The name that is asked for; empty: the host."
    >
      <TextInput value={values.serverName} onChange={(event) => onChange({ serverName: event.target.value })} />
    </Field>
  );
}

function ServerField({ values, onChange, errorOf }: FormPart<ProbeValues>) {
  return (
    <Field
      label="Server that is asked"
      optional
      error={errorOf("probe.server")}
      hint="An address, such as 192.0.2.53; empty: those of the machine that Watchbell runs on."
    >
      <TextInput value={values.server} onChange={(event) => onChange({ server: event.target.value })} />
    </Field>
  );
}

function TriesFields({ values, onChange, errorOf }: FormPart<ProbeValues>) {
  return (
    <div className="grid gap-4 sm:grid-cols-3">
      <Field label="Seconds for one try" error={errorOf("probe.timeoutMs")} hint="60 at most.">
        <TextInput
          inputMode="decimal"
          value={values.timeout}
          onChange={(event) => onChange({ timeout: event.target.value })}
        />
      </Field>
      <Field label="Tries more" error={errorOf("probe.retries")} hint="A second apart, before it is an error.">
        <TextInput
          inputMode="numeric"
          value={values.retries}
          onChange={(event) => onChange({ retries: event.target.value })}
        />
      </Field>
      <Field
        label="After an error, every"
        optional
        error={errorOf("probe.errorIntervalMs")}
        hint="Empty: the same as always."
      >
        <DurationInput
          value={values.errorInterval}
          onChange={(errorInterval) => onChange({ errorInterval })}
          unitLabel="Unit of the interval after an error"
        />
      </Field>
    </div>
  );
}
