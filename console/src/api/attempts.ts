/** An attempt of a step that did not help, or a question to a model, where a failed action is tried in other ways. */
export interface Attempt {
  /** 0 when it was refused before it was started. */
  attempt: number;
  /** Empty for the action as it was planned. */
  strategy: string;
  outcome: "failed" | "refused" | "answered" | "unanswered";
  connector: string;
  operation: string;
  actionDigest: string;
  code: string;
  message: string;
  output: string;
  at: string;
}

/** What a step says of its repair; nothing before a failure. */
export interface Repaired {
  /** Strategy that is or was in use; absent for the action as it was planned. */
  strategy?: string | null;
  /** Oldest first. */
  attempts?: Attempt[];
}
