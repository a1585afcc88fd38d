/** The first steps, in their order. */
export const WELCOME_STEPS = ["name", "ping", "tell", "test", "done"] as const;
export type WelcomeStep = (typeof WELCOME_STEPS)[number];

/** How far the first steps were gone. */
export interface WelcomeProgress {
  readonly projectId: string;
  readonly step: WelcomeStep;
  /** The monitor that was named; null: none yet. */
  readonly monitorId: string | null;
  /** The integration that was added; null: none yet. */
  readonly integration: string | null;
}

/** Where the first steps of a project begin. */
export function firstSteps(projectId: string): WelcomeProgress {
  return { projectId, step: "name", monitorId: null, integration: null };
}

/** Reads what the browser kept; null when it is nothing that we know. */
export function parseWelcome(text: string | null): WelcomeProgress | null {
  if (text === null) return null;
  try {
    const kept: unknown = JSON.parse(text);
    const { projectId, step, monitorId, integration }: Partial<Record<string, unknown>> = { ...(kept as object) };
    const known = WELCOME_STEPS.find((each) => each === step);
    if (typeof projectId !== "string" || known === undefined) return null;
    return { projectId, step: known, monitorId: textOrNull(monitorId), integration: textOrNull(integration) };
  } catch {
    return null;
  }
}

function textOrNull(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}
