import { Field } from "../../../ui/field.tsx";
import { Checkbox, Select, TextArea } from "../../../ui/inputs.tsx";
import type { FormPart } from "./form-part.ts";
import type { FilterValues } from "./monitor-values.ts";

/** Rules that turn a ping into another one before it is judged. */
export function FilterFields({ values, onChange, errorOf }: FormPart<FilterValues>) {
  const words = (name: "failure" | "success" | "start", label: string) => (
    <Field label={label} error={errorOf(`filters.body.${name}`)}>
      <TextArea mono value={values[name]} onChange={(event) => onChange({ [name]: event.target.value })} />
    </Field>
  );
  return (
    <>
      <Checkbox
        label="Only POST counts"
        hint="A ping of any other method is recorded and otherwise ignored: link previews cannot ping."
        checked={values.onlyPost}
        onChange={(event) => onChange({ onlyPost: event.target.checked })}
      />
      <Checkbox
        label="The body decides"
        hint="Words are looked for in it, in the order below. An explicit /fail or exit status wins."
        checked={values.readsBody}
        onChange={(event) => onChange({ readsBody: event.target.checked })}
      />
      {values.readsBody && (
        <div className="grid gap-4 border-line border-l-2 pl-4">
          <p className="text-sm text-soft">One word or phrase on a line; any of them is enough.</p>
          <div className="grid gap-4 sm:grid-cols-3">
            {words("failure", "Failure")}
            {words("success", "Success")}
            {words("start", "Start")}
          </div>
          <Field label="A body without any of them" error={errorOf("filters.body.otherwise")}>
            <Select
              value={values.otherwise}
              onChange={(event) => onChange({ otherwise: event.target.value as FilterValues["otherwise"] })}
            >
              <option value="ignore">is ignored</option>
              <option value="fail">is a failure</option>
            </Select>
          </Field>
        </div>
      )}
    </>
  );
}
