import { CircleX, Info, OctagonAlert, TriangleAlert } from "lucide-react";
import type { MonitorAnswer } from "../../../server/src/http/monitors/schema.ts";
import type { Wire } from "../api/wire.ts";
import { type BadgeLook, LookBadge } from "../ui/badge.tsx";

export type Severity = Wire<typeof MonitorAnswer>["severity"];

const LOOKS: Readonly<Record<Severity, BadgeLook>> = {
  critical: { word: "Critical", icon: OctagonAlert, tone: "down" },
  error: { word: "Error", icon: CircleX, tone: "down" },
  warning: { word: "Warning", icon: TriangleAlert, tone: "late" },
  info: { word: "Info", icon: Info, tone: "new" },
};

/** The severities as they are chosen from, the worst first. */
export const SEVERITY_CHOICES: readonly { readonly value: Severity; readonly label: string }[] = [
  { value: "critical", label: LOOKS.critical.word },
  { value: "error", label: LOOKS.error.word },
  { value: "warning", label: LOOKS.warning.word },
  { value: "info", label: LOOKS.info.word },
];

/** How bad something is: word, sign and colour. */
export function SeverityBadge({ severity }: { readonly severity: Severity }) {
  return <LookBadge look={LOOKS[severity]} />;
}

/** For sorting: the worst comes first. */
export function severityRank(severity: Severity): number {
  return SEVERITY_CHOICES.findIndex(({ value }) => value === severity);
}
