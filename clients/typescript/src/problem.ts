/** A success that is not what the API answers, but maybe something between. */
export class UnreadableAnswerError extends Error {
  constructor(route: string, cause: unknown) {
    super(`${route} was answered with what is not the API's.`, { cause });
    this.name = "UnreadableAnswerError";
  }
}

/** The platform refused a call. `code` is stable, for programs; the message is its own sentence. */
export class ProblemError extends Error {
  readonly status: number;
  readonly code: string;
  /** For the operators of the platform, who find the call by it. */
  readonly traceId: string | undefined;
  /** With VALIDATION_FAILED: what is wrong with each field. */
  readonly errors: Readonly<Record<string, readonly string[]>>;
  /** Seconds after which it is worth trying again, where the platform says so. */
  readonly retryAfter: number | undefined;
  /** All that was answered, such as `nextAt` with CLAIM_LIMIT_REACHED and `evaluation` with NOT_ELIGIBLE. */
  readonly details: Readonly<Record<string, unknown>>;

  constructor(status: number, details: Record<string, unknown>, retryAfter?: number) {
    super(typeof details.detail === "string" ? details.detail : `The platform answered ${status}.`);
    this.name = "ProblemError";
    this.status = status;
    this.code = typeof details.code === "string" ? details.code : "NO_PROBLEM_DETAILS";
    this.traceId = typeof details.traceId === "string" ? details.traceId : undefined;
    this.errors = isErrors(details.errors) ? details.errors : {};
    this.retryAfter = retryAfter;
    this.details = details;
  }

  /** Reads a refusal; what stands between may answer with a page of its own. */
  static async of(response: Response): Promise<ProblemError> {
    const text = await response.text();
    let details: Record<string, unknown> = {};
    try {
      const parsed: unknown = JSON.parse(text);
      if (parsed !== null && typeof parsed === "object" && !Array.isArray(parsed)) {
        details = parsed as Record<string, unknown>;
      }
    } catch {
      // No problem details.
    }

    return new ProblemError(response.status, details, secondsOf(response.headers.get("Retry-After")));
  }
}

/** Of another shape they are somebody else's. */
function isErrors(errors: unknown): errors is Record<string, string[]> {
  return errors !== null && typeof errors === "object"
    && Object.values(errors).every((texts) => Array.isArray(texts) && texts.every((text) => typeof text === "string"));
}

function secondsOf(header: string | null): number | undefined {
  if (header === null) {
    return undefined;
  }

  const seconds = /^\d+$/.test(header) ? Number(header) : (Date.parse(header) - Date.now()) / 1000;
  return Number.isNaN(seconds) ? undefined : Math.max(0, seconds);
}
