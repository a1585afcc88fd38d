import type { ChangedAccount } from "../../../api/account.ts";
import { useApi } from "../../../api/dashboard-context.tsx";
import { useAccount, useReadSession } from "../../../api/use-session.ts";
import { NameField } from "../../../parts/account-fields.tsx";
import { Form } from "../../../ui/form.tsx";
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
          <NameField form={form} required />
        </Form>
      </div>
    </Section>
  );
}
