import type { ChangedAccount } from "../../../api/account.ts";
import { useApi } from "../../../api/dashboard-context.tsx";
import { useAccount, useReadSession } from "../../../api/use-session.ts";
import { Field } from "../../../ui/field.tsx";
import { Form } from "../../../ui/form.tsx";
import { TextInput } from "../../../ui/inputs.tsx";
import { Section } from "../../../ui/page.tsx";
import { useToast } from "../../../ui/toasts.tsx";
import { useForm } from "../../../ui/use-form.ts";

/** What the account is called. */
export function NameSection() {
  const api = useApi();
  const account = useAccount();
  const readSession = useReadSession();
  const toast = useToast();
  const form = useForm({
    initial: { name: account.name },
    check: ({ name }) => (name.trim() === "" ? { name: "Type a name." } : {}),
    save: async ({ name }) => {
      await api.patch<ChangedAccount>("/account", { body: { name: name.trim() } });
      await readSession();
      toast({ text: "Your name is saved." });
    },
  });
  return (
    <Section title="Name">
      <div className="card p-4 sm:p-5">
        <Form form={form} action="Save name">
          <Field label="Your name" hint="What others see beside what you did." error={form.errorOf("name")} required>
            <TextInput
              autoComplete="name"
              maxLength={100}
              value={form.values.name}
              onChange={(event) => form.set("name", event.target.value)}
            />
          </Field>
        </Form>
      </div>
    </Section>
  );
}
