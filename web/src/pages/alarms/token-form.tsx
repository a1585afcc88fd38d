import type { ReactNode } from "react";
import type { AlarmToken } from "../../api/alarms.ts";
import { Form } from "../../ui/form.tsx";
import { Section } from "../../ui/page.tsx";
import { useForm } from "../../ui/use-form.ts";
import { TokenFields } from "./token-fields.tsx";
import { TokenPreview } from "./token-preview.tsx";
import { findBadLine, type TokenValues, toTokenBody, toTokenValues } from "./token-values.ts";

interface TokenFormProps {
  /** The token to change; null: a new one. */
  readonly token: AlarmToken | null;
  readonly action: string;
  readonly aside: ReactNode;
  readonly save: (body: ReturnType<typeof toTokenBody>) => Promise<unknown>;
}

/** The form of an alarm token, with a preview of what it would make of a pasted body. */
export function TokenForm({ token, action, aside, save }: TokenFormProps) {
  const start = toTokenValues(token);
  const hasSecret = token !== null && token.signature !== null;
  const form = useForm({
    initial: start,
    check: (values) => findWrong(values, hasSecret),
    save: (values) => save(toTokenBody(values)),
  });
  return (
    <div className="grid items-start gap-x-10 gap-y-8 lg:grid-cols-[minmax(0,1fr)_minmax(0,26rem)]">
      <Form form={form} action={action} aside={aside}>
        <TokenFields form={form} start={start} hasSecret={hasSecret} />
      </Form>
      <Section title="Try it">
        <TokenPreview values={form.values} />
      </Section>
    </div>
  );
}

function findWrong(values: TokenValues, hasSecret: boolean): Partial<Record<string, string>> {
  const [states, severities] = [findBadLine(values.states), findBadLine(values.severities)];
  const lacksSecret = values.isSigned && !hasSecret && values.secret === "";
  return {
    ...(states !== null && { states }),
    ...(severities !== null && { severities }),
    ...(lacksSecret && { "signature.secret": "Type the secret that the sender signs with." }),
  };
}
