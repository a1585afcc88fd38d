import { Field } from "../../ui/field.tsx";
import { Fold } from "../../ui/fold.tsx";
import { Checkbox, TextArea, TextInput } from "../../ui/inputs.tsx";
import { LineField } from "../../ui/line-field.tsx";
import type { FormState } from "../../ui/use-form.ts";
import { MappingFields } from "./mapping-fields.tsx";
import type { TokenValues } from "./token-values.ts";

interface TokenFieldsProps {
  readonly form: FormState<TokenValues>;
  /** What the token was when the form was opened: what is set in it is shown unfolded. */
  readonly start: TokenValues;
  /** A secret is kept already. */
  readonly hasSecret: boolean;
}

/** The fields of an alarm token: its name first, everything else folded. */
export function TokenFields({ form, start, hasSecret }: TokenFieldsProps) {
  return (
    <>
      <LineField
        form={form}
        name="name"
        label="Name"
        hint="Which system reports with it, such as grafana."
        maxLength={100}
        optional
      />
      <div className="grid gap-2.5">
        <LinesFold
          form={form}
          start={start}
          name="allow"
          title="Only from some addresses"
          label="Addresses"
          placeholder={"192.0.2.7\n198.51.100.0/24"}
          hint="An address or a CIDR range in each line. Empty: from anywhere."
        />
        <SignatureFields form={form} start={start} hasSecret={hasSecret} />
        <MappingFields form={form} start={start} />
        <LinesFold
          form={form}
          start={start}
          name="snsTopics"
          title="Only some SNS topics"
          aside="CloudWatch"
          label="ARNs of SNS topics"
          placeholder="arn:aws:sns:eu-west-1:000000000000:ops"
          hint="One in each line. Empty: any topic may report."
        />
        <LinesFold
          form={form}
          start={start}
          name="eventPairs"
          title="Pairs of events"
          aside="CloudMonitor"
          label="Events and what ends them"
          placeholder="Disk:Stalled = Disk:Resumed, Disk:Replaced"
          hint="Write event = ends in each line. They go before the pairs that Watchbell knows."
        />
      </div>
    </>
  );
}

interface LinesFoldProps extends Pick<TokenFieldsProps, "form" | "start"> {
  readonly name: "allow" | "snsTopics" | "eventPairs";
  readonly title: string;
  /** Which source it is about. */
  readonly aside?: string;
  readonly label: string;
  readonly hint: string;
  readonly placeholder: string;
}

function LinesFold({ form, start, name, title, aside, label, hint, placeholder }: LinesFoldProps) {
  return (
    <Fold title={title} aside={aside} open={start[name] !== "" || form.errorOf(name) !== null}>
      <Field label={label} hint={hint} error={form.errorOf(name)}>
        <TextArea
          mono
          rows={3}
          spellCheck={false}
          placeholder={placeholder}
          value={form.values[name]}
          onChange={(event) => form.set(name, event.target.value)}
        />
      </Field>
    </Fold>
  );
}

function SignatureFields({ form, start, hasSecret }: TokenFieldsProps) {
  const { values, errorOf } = form;
  return (
    <Fold title="Only what is signed" open={start.isSigned || errorOf("signature") !== null}>
      <Checkbox
        label="Refuse what is not signed with a secret"
        hint="HMAC-SHA256 in hexadecimal, as Grafana does. It holds for every source."
        checked={values.isSigned}
        onChange={(event) => form.set("isSigned", event.target.checked)}
      />
      {values.isSigned && (
        <>
          <Field
            label="Secret"
            hint={hasSecret ? "Empty: the one that is there stays." : "At least 8 characters. It is never shown again."}
            error={errorOf("signature.secret", "signature")}
            required={!hasSecret}
          >
            <TextInput
              type="password"
              autoComplete="off"
              value={values.secret}
              onChange={(event) => form.set("secret", event.target.value)}
            />
          </Field>
          <Field label="Header of the signature" error={errorOf("signature.header")}>
            <TextInput value={values.header} onChange={(event) => form.set("header", event.target.value)} />
          </Field>
          <Field
            label="Header of the time"
            hint="Only if the sender signs the time, too. What is more than five minutes off is then refused."
            error={errorOf("signature.timestampHeader")}
            optional
          >
            <TextInput
              value={values.timestampHeader}
              onChange={(event) => form.set("timestampHeader", event.target.value)}
            />
          </Field>
        </>
      )}
    </Fold>
  );
}
