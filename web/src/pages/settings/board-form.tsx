import { useApi } from "../../api/dashboard-context.tsx";
import type { HeartbeatBoard } from "../../api/project.ts";
import { useReadAnew } from "../../parts/use-action.ts";
import { useTopicChoices } from "../../parts/use-topic-choices.ts";
import { useTopicWords } from "../../parts/use-topic-words.ts";
import { Combobox } from "../../ui/combobox.tsx";
import { Field } from "../../ui/field.tsx";
import { Form } from "../../ui/form.tsx";
import { RadioGroup, TextInput } from "../../ui/inputs.tsx";
import { useToast } from "../../ui/toasts.tsx";
import { useForm } from "../../ui/use-form.ts";

const LONGEST_MINUTES = 7 * 24 * 60;

/** Changes how the pulses of the heartbeat board are told. */
export function BoardForm({ board }: { readonly board: HeartbeatBoard }) {
  const api = useApi();
  const readAnew = useReadAnew();
  const toast = useToast();
  const topics = useTopicChoices();
  const words = useTopicWords([board.topicInUse ?? ""]);
  const { topic, mode, digestEverySeconds } = board;
  const form = useForm({
    initial: { topic, mode, digestEveryMinutes: String(digestEverySeconds / 60) },
    check: ({ digestEveryMinutes }) => findWrongMinutes(digestEveryMinutes),
    save: async (values) => {
      const body = {
        topic: values.topic,
        mode: values.mode,
        digestEverySeconds: Math.round(Number(values.digestEveryMinutes) * 60),
      };
      await api.patch("/project/heartbeat-board", { body });
      toast({ text: "Saved." });
      await readAnew("project");
    },
  });
  return (
    <Form form={form} action="Save the board">
      <Field label="Topic" hint="Empty: the first default topic of the project." error={form.errorOf("topic")}>
        <Combobox
          choices={topics}
          value={form.values.topic}
          placeholder={words(board.topicInUse ?? "No topic: nobody is told")}
          empty="No topic is called so."
          onChange={(name) => form.set("topic", name)}
        />
      </Field>
      <RadioGroup
        label="Pulses that are overdue are told"
        name="board-mode"
        value={form.values.mode}
        onChange={(value) => form.set("mode", value)}
        choices={[
          { value: "each", label: "each by itself, the moment it becomes overdue" },
          { value: "digest", label: "in digests only" },
        ]}
      />
      {form.values.mode === "digest" && (
        <Field label="A digest every … minutes" error={form.errorOf("digestEverySeconds")}>
          <TextInput
            inputMode="decimal"
            className="max-w-32"
            value={form.values.digestEveryMinutes}
            onChange={(event) => form.set("digestEveryMinutes", event.target.value)}
          />
        </Field>
      )}
    </Form>
  );
}

function findWrongMinutes(text: string): Partial<Record<string, string>> {
  const minutes = Number(text);
  if (text.trim() !== "" && minutes >= 1 && minutes <= LONGEST_MINUTES) return {};
  return { digestEverySeconds: "Write a number of minutes from 1 to 10080, which is a week." };
}
