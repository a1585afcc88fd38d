import { useState } from "react";
import type { AlarmPreview } from "../../api/alarms.ts";
import { messageOf } from "../../api/api-error.ts";
import { useApi } from "../../api/dashboard-context.tsx";
import { guessContentType } from "../../lib/guess-content-type.ts";
import { SeverityBadge } from "../../parts/severity-badge.tsx";
import { Badge, StatusBadge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import { Select, TextArea } from "../../ui/inputs.tsx";
import { Notice } from "../../ui/notice.tsx";
import { SOURCES } from "./sources.ts";
import { type TokenValues, toReading } from "./token-values.ts";

const SAMPLE = `{
  "status": "firing",
  "key": "backup/db1",
  "title": "Backup failed",
  "severity": "critical"
}`;

/** Shows what would become of a pasted body with what the form holds now; nothing is kept or told. */
export function TokenPreview({ values }: { readonly values: TokenValues }) {
  const api = useApi();
  const [source, setSource] = useState("generic");
  const [body, setBody] = useState(SAMPLE);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [preview, setPreview] = useState<AlarmPreview | null>(null);
  const show = async (): Promise<void> => {
    setBusy(true);
    setProblem(null);
    try {
      const sample = { source, body, contentType: guessContentType(body), ...toReading(values) };
      setPreview(await api.post<AlarmPreview>("/alarms/preview", { body: sample }));
    } catch (error) {
      setPreview(null);
      setProblem(messageOf(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <div className="grid content-start gap-4">
      <Field label="As if it came from">
        <Select value={source} onChange={(event) => setSource(event.target.value)}>
          {SOURCES.map(({ name, label }) => (
            <option key={name} value={name}>
              {label}
            </option>
          ))}
        </Select>
      </Field>
      <Field
        label="What it sends"
        hint="Paste a body, JSON or a form. Nothing is kept, told or opened."
        error={problem}
      >
        <TextArea mono rows={9} spellCheck={false} value={body} onChange={(event) => setBody(event.target.value)} />
      </Field>
      <div>
        <Button busy={busy} onClick={() => void show()}>
          Show what becomes of it
        </Button>
      </div>
      <div aria-live="polite" className="grid gap-3">
        {preview !== null && <PreviewedReports preview={preview} />}
      </div>
    </div>
  );
}

function PreviewedReports({ preview: { unparsed, reports } }: { readonly preview: AlarmPreview }) {
  return (
    <>
      {unparsed !== null && <Notice tone="careful">It cannot be read, so it is told as it is. {unparsed}</Notice>}
      {reports.map((report, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the reports of one preview are never reordered.
        <article key={index} className="card grid gap-2 p-3.5">
          <div className="flex flex-wrap items-center gap-2">
            <ReportState state={report.state} />
            <SeverityBadge severity={report.severity} />
          </div>
          <h3 className="font-semibold">{report.title}</h3>
          {report.summary !== "" && <p className="whitespace-pre-wrap text-soft">{report.summary}</p>}
          <dl className="grid gap-1.5 text-sm">
            <Told name="Told apart by" value={report.key} />
            <Told name="About" value={report.resource} />
            <Told name="Value" value={report.value} />
            <Told name="Since" value={report.startsAt} />
            <Told name="Link" value={report.url} />
            {report.fields.map(({ label, value }) => (
              <Told key={label} name={label} value={value} />
            ))}
          </dl>
        </article>
      ))}
    </>
  );
}

function ReportState({ state }: { readonly state: AlarmPreview["reports"][number]["state"] }) {
  switch (state) {
    case "firing":
      return <StatusBadge status="down" word="Opens an alarm" />;
    case "resolved":
      return <StatusBadge status="up" word="Ends it" />;
    case "info":
      return <Badge>Told every time</Badge>;
  }
}

function Told({ name, value }: { readonly name: string; readonly value: string | null }) {
  if (value === null || value === "") return null;
  return (
    <div className="grid grid-cols-[6.5rem_minmax(0,1fr)] gap-2">
      <dt className="text-soft">{name}</dt>
      <dd className="whitespace-pre-wrap [overflow-wrap:anywhere]">{value}</dd>
    </div>
  );
}
