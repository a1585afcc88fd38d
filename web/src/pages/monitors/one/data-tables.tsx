import { type ReactNode, useState } from "react";
import { formatDuration } from "../../../lib/durations.ts";
import { ReasonText } from "../../../parts/reason-text.tsx";
import { Time } from "../../../ui/time.tsx";
import { type Outage, outcomeWord, type RunMark } from "./timeline-data.ts";
import { type TimedResult, usedPhases } from "./timings-data.ts";

interface DataTablesProps {
  readonly runs: readonly RunMark[];
  readonly results: readonly TimedResult[];
  readonly outages: readonly Outage[];
}

/** What a chart shows, as tables: for screen readers, and for whoever wants the numbers. */
export function DataTables({ runs, results, outages }: DataTablesProps) {
  const [open, setOpen] = useState(false);
  return (
    <details className="mt-2 text-sm" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className="w-fit text-soft hover:text-ink">Show as a table</summary>
      {open && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard.
        <section tabIndex={0} aria-label="What the chart shows" className="mt-2 grid max-h-96 gap-4 overflow-auto">
          <OutageTable outages={outages} />
          {runs.length > 0 && <RunTable runs={runs} />}
          {results.length > 0 && <ResultTable results={results} />}
        </section>
      )}
    </details>
  );
}

function OutageTable({ outages }: Pick<DataTablesProps, "outages">) {
  if (outages.length === 0) return <p>No outage in this time.</p>;
  return (
    <Table caption="Outages" heads={["From", "To", "Why"]}>
      {outages.toReversed().map(({ n, fromAt, toAt, why }) => (
        <tr key={n}>
          <Cell>
            <Time at={fromAt} />
          </Cell>
          <Cell>{toAt === null ? "it is down" : <Time at={toAt} />}</Cell>
          <Cell>
            <ReasonText text={why} />
          </Cell>
        </tr>
      ))}
    </Table>
  );
}

function RunTable({ runs }: Pick<DataTablesProps, "runs">) {
  return (
    <Table caption="Runs" heads={["Ended", "Outcome", "Took"]}>
      {runs.toReversed().map((run) => (
        <tr key={run.n}>
          <Cell>
            <Time at={run.at} />
          </Cell>
          <Cell>{outcomeWord(run)}</Cell>
          <Cell>{run.durationMs === null ? "not known" : formatDuration(run.durationMs)}</Cell>
        </tr>
      ))}
    </Table>
  );
}

function ResultTable({ results }: Pick<DataTablesProps, "results">) {
  const phases = usedPhases(results);
  return (
    <Table caption="Looks" heads={["At", "Verdict", "Took", ...phases.map(({ label }) => label)]}>
      {results.toReversed().map((result) => (
        <tr key={result.n}>
          <Cell>
            <Time at={result.at} />
          </Cell>
          <Cell>
            {result.verdict}: {result.reason}
          </Cell>
          <Cell>{formatDuration(result.totalMs)}</Cell>
          {phases.map(({ name }) => (
            <Cell key={name}>{formatDuration(result.phases[name])}</Cell>
          ))}
        </tr>
      ))}
    </Table>
  );
}

interface TableProps {
  readonly caption: string;
  readonly heads: readonly string[];
  readonly children: ReactNode;
}

function Table({ caption, heads, children }: TableProps) {
  return (
    <table className="w-full border-collapse text-left tabular-nums">
      <caption className="pb-1 text-left font-medium">{caption}</caption>
      <thead>
        <tr className="border-line border-b text-soft">
          {heads.map((head) => (
            <th key={head} scope="col" className="py-1 pr-4 font-medium">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  );
}

function Cell({ children }: { readonly children: ReactNode }) {
  return <td className="py-1 pr-4 align-top">{children}</td>;
}
