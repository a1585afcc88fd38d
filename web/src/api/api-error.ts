/** The API refused, could not take the request, or could not be reached; the message is for people. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  /** The code of the API's catalogue; `network` when there was no answer at all. */
  readonly code: string;
  /** The HTTP status; 0 when there was no answer at all. */
  readonly status: number;
  /** The field of the request that is wrong, such as `schedule.cron`. */
  readonly field: string | null;
  /** When to come back, if the server said so. */
  readonly retryAfterMs: number | null;

  constructor(message: string, facts: ApiErrorFacts) {
    super(message);
    this.code = facts.code;
    this.status = facts.status;
    this.field = facts.field ?? null;
    this.retryAfterMs = facts.retryAfterMs ?? null;
  }
}

interface ApiErrorFacts {
  readonly code: string;
  readonly status: number;
  readonly field?: string | null;
  readonly retryAfterMs?: number | null;
}

/** True when the server could not be reached at all. */
export function isNetworkError(error: unknown): boolean {
  return error instanceof ApiError && error.code === "network";
}

/** True when what was asked for is not there, or not for whoever asks. */
export function isNotFound(error: unknown): boolean {
  return error instanceof ApiError && error.status === 404;
}

/** What went wrong, in words for people. */
export function messageOf(error: unknown): string {
  if (error instanceof ApiError) return error.message;
  return "Something in this page failed. Reload it; if that does not help, the browser's console says more.";
}

/** Makes an error of an answer that is no success; what does not speak as the API does is quoted by its status only. */
export async function readApiError(answer: Response): Promise<ApiError> {
  const retryAfter = Number(answer.headers.get("retry-after"));
  const retryAfterMs = retryAfter > 0 ? retryAfter * 1_000 : null;
  const refusal = await readRefusal(answer);
  if (refusal !== null) {
    return new ApiError(refusal.message, { ...refusal, status: answer.status, retryAfterMs });
  }
  return unreadable(answer, retryAfterMs);
}

/** An answer that does not speak as the API does. */
export function unreadable({ status }: Response, retryAfterMs: number | null = null): ApiError {
  const message = `The server answered ${status}, and not in the way Watchbell does. A proxy in between may be at fault.`;
  return new ApiError(message, { code: "unreadable", status, retryAfterMs });
}

interface Refusal {
  readonly code: string;
  readonly message: string;
  readonly field: string | null;
}

async function readRefusal(answer: Response): Promise<Refusal | null> {
  const body: unknown = await answer.json().catch(() => null);
  const error = recordOf(recordOf(body).error);
  const { code, message, field } = error;
  if (typeof code !== "string" || typeof message !== "string") return null;
  return { code, message, field: typeof field === "string" ? field : null };
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}
