/** Checkpoints of a workspace and what lies between them. */

/** One state of the workspace that can be gone back to. */
export interface Checkpoint {
  id: string;
  parent?: string | null;
  at: string;
  step?: string | null;
  message: string;
  undone: boolean;
}

/** Each line begins with a space, `+`, `-` or `\\`. */
export interface DiffHunk {
  oldStart: number;
  oldLines: number;
  newStart: number;
  newLines: number;
  lines: string[];
}

export interface FileChange {
  status: "added" | "modified" | "deleted" | "renamed";
  path: string;
  oldPath?: string;
  kind: "text" | "binary" | "link";
  mediaType: string;
  oldSize?: number;
  newSize?: number;
  added?: number;
  deleted?: number;
  hunks: DiffHunk[];
  /** There is more than the hunks show. */
  cut: boolean;
}

export interface WorkspaceDiff {
  from: string;
  to: string;
  total: number;
  files: FileChange[];
  cut: boolean;
}
