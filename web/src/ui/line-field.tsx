import type { ComponentProps, ReactNode } from "react";
import { Field } from "./field.tsx";
import { TextInput } from "./inputs.tsx";
import type { FormState } from "./use-form.ts";

interface LineFieldProps<Name extends string> extends Omit<ComponentProps<"input">, "form" | "name"> {
  readonly form: Pick<FormState<Record<NoInfer<Name>, string>>, "values" | "set" | "errorOf">;
  /** Which value of the form it holds; errors come by the same name. */
  readonly name: Name;
  readonly label: ReactNode;
  readonly hint?: ReactNode;
  readonly optional?: boolean;
  /** Another way to type it, such as PasswordInput. */
  readonly input?: (props: ComponentProps<"input">) => ReactNode;
}

/** A field of a form that holds one line of text. */
export function LineField<Name extends string>({
  form,
  name,
  label,
  hint,
  required = false,
  optional = false,
  input: Input = TextInput,
  ...rest
}: LineFieldProps<Name>) {
  return (
    <Field label={label} hint={hint} error={form.errorOf(name)} required={required} optional={optional}>
      <Input {...rest} value={form.values[name]} onChange={(event) => form.set(name, event.target.value)} />
    </Field>
  );
}
