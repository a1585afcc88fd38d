import { LineField } from "../ui/line-field.tsx";
import { PasswordInput } from "../ui/password-input.tsx";
import type { FormState } from "../ui/use-form.ts";

/** As the server has it, which has the last word. */
const SHORTEST_PASSWORD = 10;

interface FieldProps<Values> {
  readonly form: Pick<FormState<Values>, "values" | "set" | "errorOf">;
  /** For `ref`: where one begins to type. */
  readonly focus?: (element: HTMLElement | null) => void;
}

/** What somebody is called. */
export function NameField({
  form,
  required = false,
}: FieldProps<{ readonly name: string }> & { readonly required?: boolean }) {
  return (
    <LineField
      form={form}
      name="name"
      label="Your name"
      hint="What others see beside what you did."
      autoComplete="name"
      maxLength={100}
      required={required}
      optional={!required}
    />
  );
}

/** The e-mail that somebody logs in with. */
export function EmailField({ form, focus }: FieldProps<{ readonly email: string }>) {
  return (
    <LineField ref={focus} form={form} name="email" label="E-mail" type="email" autoComplete="username" required />
  );
}

/** The password that somebody logs in with. */
export function PasswordField({ form, hint }: FieldProps<{ readonly password: string }> & { readonly hint?: string }) {
  return (
    <LineField
      form={form}
      name="password"
      label="Password"
      hint={hint}
      input={PasswordInput}
      autoComplete="current-password"
      required
    />
  );
}

/** A password that is chosen now. */
export function NewPasswordField({
  form,
  focus,
  label = "Password",
}: FieldProps<{ readonly password: string }> & { readonly label?: string }) {
  return (
    <LineField
      ref={focus}
      form={form}
      name="password"
      label={label}
      hint={`At least ${SHORTEST_PASSWORD} characters; a few words that only you would put together.`}
      input={PasswordInput}
      autoComplete="new-password"
      required
    />
  );
}

/** Tells password managers whose password is typed below. */
export function KnownEmail({ email }: { readonly email: string }) {
  return <input type="email" autoComplete="username" value={email} readOnly hidden />;
}

/** Says which of the fields of a log-in are empty. */
export function checkFilled(values: {
  readonly email?: string;
  readonly password?: string;
}): Partial<Record<string, string>> {
  return {
    ...(values.email?.trim() === "" && { email: "Type your e-mail." }),
    ...(values.password === "" && { password: "Type a password." }),
  };
}

/** The same for who chooses a password now. */
export function checkNewAccount(values: {
  readonly email: string;
  readonly password: string;
}): Partial<Record<string, string>> {
  const length = Array.from(values.password).length;
  const isShort = length > 0 && length < SHORTEST_PASSWORD;
  return {
    ...checkFilled(values),
    ...(isShort && {
      password: `It has ${length === 1 ? "1 character" : `${length} characters`}; at least ${SHORTEST_PASSWORD} are needed.`,
    }),
  };
}
