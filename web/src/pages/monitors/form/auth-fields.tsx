import { Button } from "../../../ui/button.tsx";
import { Field } from "../../../ui/field.tsx";
import { Select, TextInput } from "../../../ui/inputs.tsx";
import type { FormPart } from "./form-part.ts";
import type { AuthValues, ProbeValues } from "./probe-values.ts";

interface CredentialField {
  readonly name: string;
  readonly label: string;
  readonly isSecret?: boolean;
  readonly hint?: string;
}

const USERNAME: CredentialField = { name: "username", label: "User name" };
const PASSWORD: CredentialField = { name: "password", label: "Password", isSecret: true };

/** What each way of logging in needs; docs/probes/http.md says the same. */
const FIELDS: Readonly<Record<Exclude<AuthValues["type"], "none">, readonly CredentialField[]>> = {
  basic: [USERNAME, PASSWORD],
  bearer: [{ name: "token", label: "Token", isSecret: true }],
  header: [
    { name: "name", label: "Header" },
    { name: "value", label: "Its value", isSecret: true },
  ],
  token: [
    { name: "url", label: "Address of the log-in", hint: "User name and password are posted there as JSON." },
    USERNAME,
    PASSWORD,
    { name: "usernameField", label: "Field of the user name", hint: "Empty: email." },
    { name: "passwordField", label: "Field of the password", hint: "Empty: password." },
    { name: "tokenField", label: "Field of the token in the answer", hint: "Empty: found by itself." },
    { name: "header", label: "Header that carries it", hint: "Empty: Authorization." },
    { name: "prefix", label: "Before the token", hint: "Such as Bearer and a space." },
  ],
};

/** How a probe logs in. What is set is never shown again, only replaced. */
export function AuthFields({ values, onChange, errorOf }: FormPart<ProbeValues>) {
  const { auth } = values;
  const change = (next: Partial<AuthValues>): void => onChange({ auth: { ...auth, ...next } });
  return (
    <>
      <Field label="Log-in" error={errorOf("probe.auth")}>
        <Select
          value={auth.type}
          onChange={(event) => change({ type: event.target.value as AuthValues["type"], isKept: false })}
        >
          <option value="none">None</option>
          <option value="basic">User name and password (Basic)</option>
          <option value="bearer">Token (Bearer)</option>
          <option value="header">A header of its own</option>
          <option value="token">Token that is fetched first</option>
        </Select>
      </Field>
      {auth.isKept && (
        <p className="flex flex-wrap items-center gap-3 text-soft">
          The credentials are set, and never shown.
          <Button size="small" onClick={() => change({ isKept: false })}>
            Replace them
          </Button>
        </p>
      )}
      {auth.type !== "none" && !auth.isKept && (
        <div className="grid gap-4 sm:grid-cols-2">
          {FIELDS[auth.type].map(({ name, label, isSecret = false, hint }) => (
            <Field key={name} label={label} hint={hint} error={errorOf(`probe.auth.credentials.${name}`)}>
              <TextInput
                type={isSecret ? "password" : "text"}
                autoComplete="off"
                value={auth.credentials[name] ?? ""}
                onChange={(event) => change({ credentials: { ...auth.credentials, [name]: event.target.value } })}
              />
            </Field>
          ))}
        </div>
      )}
    </>
  );
}
