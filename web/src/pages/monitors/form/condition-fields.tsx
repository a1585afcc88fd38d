import { Plus, X } from "lucide-react";
import { Button, IconButton } from "../../../ui/button.tsx";
import { FieldError } from "../../../ui/field.tsx";
import { Checkbox, Select, TextInput } from "../../../ui/inputs.tsx";
import { COMPARISONS, CONDITIONS_OF, type ConditionValues, newCondition } from "./condition-values.ts";
import type { FormPart } from "./form-part.ts";
import type { ProbeType, ProbeValues } from "./probe-values.ts";

const WORDS: Readonly<Record<ConditionValues["type"], string>> = {
  status: "Status is",
  keyword: "Text",
  json: "JSON at",
  header: "Header",
  answer: "An answer",
  "response-time": "It takes at most",
  certificate: "Certificate valid for",
};

const OPS: Readonly<Record<ConditionValues["op"], string>> = {
  "==": "is",
  "!=": "is not",
  "<": "is less than",
  "<=": "is at most",
  ">": "is more than",
  ">=": "is at least",
  contains: "contains",
  exists: "is there",
  absent: "is not there",
};

const MOST = 20;

/** What must hold for a probe to be ok, one condition a row. */
export function ConditionFields({
  values,
  onChange,
  errorOf,
  type,
}: FormPart<ProbeValues> & { readonly type: ProbeType }) {
  const { conditions } = values;
  const types = CONDITIONS_OF[type];
  const [first] = types;
  if (first === undefined) return null;
  const set = (next: readonly ConditionValues[]): void => onChange({ conditions: next });
  const add = (): void =>
    set([...conditions, newCondition(first, 1 + Math.max(-1, ...conditions.map(({ key }) => key)))]);
  return (
    <fieldset className="grid min-w-0 gap-2">
      <legend className="mb-1 font-medium text-sm">Conditions</legend>
      {conditions.length === 0 && <p className="text-sm text-soft">{WITHOUT[type]}</p>}
      {conditions.map((condition, index) => (
        <ConditionRow
          key={condition.key}
          condition={condition}
          place={index + 1}
          types={types}
          error={errorOf(`probe.conditions.${index}`)}
          onChange={(next) => set(conditions.map((each) => (each === condition ? { ...each, ...next } : each)))}
          onRemove={() => set(conditions.filter((each) => each !== condition))}
        />
      ))}
      {conditions.length < MOST && (
        <div>
          <Button size="small" icon={Plus} onClick={add}>
            Add condition
          </Button>
        </div>
      )}
    </fieldset>
  );
}

const WITHOUT: Readonly<Record<ProbeType, string>> = {
  http: "Without one the status must be 2xx.",
  tcp: "Without one it is enough that the connection stands.",
  dns: "Without one there must be an answer.",
  tls: "Without one the certificate must be valid now, for this name.",
  task: "",
};

interface ConditionRowProps {
  readonly condition: ConditionValues;
  readonly place: number;
  readonly types: readonly ConditionValues["type"][];
  readonly error: string | null;
  readonly onChange: (change: Partial<ConditionValues>) => void;
  readonly onRemove: () => void;
}

function ConditionRow({ condition, place, types, error, onChange, onRemove }: ConditionRowProps) {
  return (
    <div className="grid gap-1 max-sm:border-line max-sm:border-b max-sm:pb-3">
      <div className="flex items-start gap-2">
        <div className="grid min-w-0 flex-1 gap-2 sm:flex sm:items-center">
          <Select
            aria-label={`Condition ${place}`}
            value={condition.type}
            onChange={(event) =>
              onChange({ type: event.target.value as ConditionValues["type"], number: numberFor(event.target.value) })
            }
            className="sm:w-60! sm:flex-none"
          >
            {types.map((type) => (
              <option key={type} value={type}>
                {WORDS[type]}
              </option>
            ))}
          </Select>
          <ConditionDetails condition={condition} onChange={onChange} invalid={error !== null} />
        </div>
        <IconButton icon={X} label={`Take condition ${place} out`} onClick={onRemove} />
      </div>
      {error !== null && <FieldError>{error}</FieldError>}
    </div>
  );
}

function numberFor(type: string): string {
  return type === "certificate" ? "14" : "1000";
}

interface DetailsProps {
  readonly condition: ConditionValues;
  readonly onChange: (change: Partial<ConditionValues>) => void;
  readonly invalid: boolean;
}

function ConditionDetails({ condition, onChange, invalid }: DetailsProps) {
  const input = (name: "statuses" | "text" | "path" | "name" | "value" | "number", label: string, placeholder = "") => (
    <TextInput
      aria-label={label}
      aria-invalid={invalid || undefined}
      placeholder={placeholder}
      value={condition[name]}
      onChange={(event) => onChange({ [name]: event.target.value })}
      className="min-w-0"
    />
  );
  switch (condition.type) {
    case "status":
      return input("statuses", "Statuses", "2xx, 301, 400-403");
    case "keyword":
      return (
        <>
          {input("text", "Text", "Welcome")}
          <Checkbox
            label="is missing"
            checked={condition.absent}
            onChange={(event) => onChange({ absent: event.target.checked })}
            className="shrink-0"
          />
        </>
      );
    case "json":
      return <Compared first={input("path", "Path", "db.status")} {...{ condition, onChange, input }} />;
    case "header":
      return <Compared first={input("name", "Header", "Content-Type")} {...{ condition, onChange, input }} />;
    case "answer":
      return <Compared first={null} {...{ condition, onChange, input }} />;
    case "response-time":
      return <WithUnit unit="ms">{input("number", "Milliseconds")}</WithUnit>;
    case "certificate":
      return <WithUnit unit="days more">{input("number", "Days")}</WithUnit>;
  }
}

interface ComparedProps extends Omit<DetailsProps, "invalid"> {
  readonly first: React.ReactNode;
  readonly input: (name: "value", label: string, placeholder?: string) => React.ReactNode;
}

function Compared({ first, condition, onChange, input }: ComparedProps) {
  const hasValue = condition.op !== "exists" && condition.op !== "absent";
  return (
    <>
      {first}
      <Select
        aria-label="Comparison"
        value={condition.op}
        onChange={(event) => onChange({ op: event.target.value as ConditionValues["op"] })}
        className="sm:w-36! sm:flex-none"
      >
        {COMPARISONS.map((op) => (
          <option key={op} value={op}>
            {OPS[op]}
          </option>
        ))}
      </Select>
      {hasValue && input("value", "Value", "ok")}
    </>
  );
}

function WithUnit({ unit, children }: { readonly unit: string; readonly children: React.ReactNode }) {
  return (
    <div className="flex min-w-0 flex-1 items-center gap-2">
      {children}
      <span className="shrink-0 text-soft">{unit}</span>
    </div>
  );
}
