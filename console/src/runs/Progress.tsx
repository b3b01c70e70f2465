import type { RunState } from "../api/types";

interface ProgressProps {
  state: RunState;
  value: number;
  label: string;
}

/** A bar and its number; the state decides the colour. */
export function Progress({ state, value, label }: ProgressProps) {
  const percent = Math.round(Math.min(100, Math.max(0, value)));
  return (
    <div className="progress">
      <progress max={100} value={percent} aria-label={label} data-state={state} />
      <span>{percent} %</span>
    </div>
  );
}
