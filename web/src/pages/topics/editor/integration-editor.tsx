import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useMemo, useRef } from "react";
import { ApiError } from "../../../api/api-error.ts";
import { useApi } from "../../../api/dashboard-context.tsx";
import type { Provider } from "../../../api/providers.ts";
import { type Integration, type Topic, topicQuery } from "../../../api/topics.ts";
import { useProject } from "../../../api/use-session.ts";
import { PATHS } from "../../../lib/paths.ts";
import { CredentialInputs } from "../../../parts/credentials/credential-inputs.tsx";
import { readCredentialFields } from "../../../parts/credentials/read-fields.ts";
import { useReadAnew } from "../../../parts/use-action.ts";
import { Button } from "../../../ui/button.tsx";
import { Field } from "../../../ui/field.tsx";
import { Form } from "../../../ui/form.tsx";
import { Checkbox, TextInput } from "../../../ui/inputs.tsx";
import { Notice } from "../../../ui/notice.tsx";
import { Section } from "../../../ui/page.tsx";
import { useToast } from "../../../ui/toasts.tsx";
import { useForm } from "../../../ui/use-form.ts";
import { saveIntegration } from "../change-integrations.ts";
import { checkValues, draftOf, type EditorValues, initialValues, inWordsOfForm } from "./editor-values.ts";
import { MessageEditor } from "./message-editor.tsx";
import { NotifyOnField } from "./notify-on-field.tsx";

interface IntegrationEditorProps {
  readonly topic: Topic;
  readonly provider: Provider;
  /** Absent: a new one. */
  readonly integration?: Integration;
  /** What a new one is called unless somebody says otherwise. */
  readonly name: string;
  readonly onSaved: () => Promise<void>;
  /** Asked for with the button that also sends a test. */
  readonly onTest: (name: string) => void;
}

/** The form of an integration: where it goes, what it is told, and in which words. */
export function IntegrationEditor({ topic, provider, integration, name, onSaved, onTest }: IntegrationEditorProps) {
  const api = useApi();
  const project = useProject();
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const readAnew = useReadAnew();
  const toast = useToast();
  const fields = useMemo(() => readCredentialFields(provider.credentials), [provider]);
  const withTest = useRef(false);
  const subject = { topic, provider, fields, integration };
  const form = useForm<EditorValues>({
    initial: initialValues(integration, name),
    check: (values) => checkValues(subject, values),
    save: async (values) => {
      const alsoTests = withTest.current;
      const draft = draftOf(subject, values);
      const saved = await saveIntegration(api, topic.name, draft).catch((error: unknown) => {
        throw error instanceof ApiError ? inWordsOfForm(error, fields) : error;
      });
      queryClient.setQueryData(topicQuery(api, project.id, topic.name).queryKey, saved);
      await onSaved();
      toast({ text: integration === undefined ? `${draft.name} was added.` : `${draft.name} was saved.` });
      if (alsoTests) onTest(draft.name);
      await readAnew("topics", "summary");
    },
  });
  const { values } = form;
  const type = (field: string, value: string | boolean): void => {
    form.set("typed", { ...values.typed, [field]: value });
    form.clear(`credentials.${field}`);
  };
  const keep = (field: string, isKept: boolean): void => {
    const others = values.kept.filter((each) => each !== field);
    form.set("kept", isKept ? [...others, field] : others);
    form.clear(`credentials.${field}`);
  };
  const saveAndTest = (): void => {
    withTest.current = true;
    form.submit();
    // Saving has begun, or something is wrong and nothing is sent: the next press says anew what it wants.
    withTest.current = false;
  };
  return (
    <Form
      form={form}
      action={integration === undefined ? "Add it" : "Save"}
      aside={
        <>
          <Button aria-disabled={form.busy || undefined} onClick={saveAndTest}>
            {integration === undefined ? "Add it and send a test" : "Save and send a test"}
          </Button>
          <Button look="quiet" onClick={() => void navigate({ to: PATHS.topic, params: { id: topic.id }, search: {} })}>
            Cancel
          </Button>
        </>
      }
    >
      <div className="grid max-w-2xl gap-5">
        <Field label="Name" hint="What it is called in this topic." error={form.errorOf("name")} required>
          <TextInput
            value={values.name}
            maxLength={100}
            autoComplete="off"
            onChange={(event) => form.set("name", event.target.value)}
          />
        </Field>
        {integration?.credentialsSet.includes("account") === true && (
          <Notice>
            It mails a member of this project, at the address that they have. Fill in what follows only to send it
            elsewhere.
          </Notice>
        )}
        {fields.length === 0 ? (
          <p className="text-soft">{provider.title} needs no credentials.</p>
        ) : (
          <CredentialInputs
            fields={fields}
            typed={values.typed}
            onType={type}
            errorOf={(field) => form.errorOf(`credentials.${field}`)}
            stored={{ names: integration?.credentialsSet ?? [], kept: values.kept, onKeep: keep }}
          />
        )}
        <NotifyOnField value={values.notifyOn} onChange={(notifyOn) => form.set("notifyOn", notifyOn)} />
        <Checkbox
          label="Switched on"
          hint="Switched off, it stays here with its credentials and is told nothing."
          checked={values.enabled}
          onChange={(event) => form.set("enabled", event.target.checked)}
        />
      </div>
      <Section title="What it says">
        <MessageEditor
          subject={subject}
          values={values}
          error={form.errorOf("model")}
          isSaving={form.busy}
          onModel={(model) => form.set("model", model)}
        />
      </Section>
    </Form>
  );
}
