import { Tag } from "@carbon/react";
import {
  CheckmarkFilled,
  CircleDash,
  ErrorFilled,
  InProgress,
  Misuse,
  Pause,
  Renew,
  SkipForward,
  StopFilled,
  Undo,
} from "@carbon/icons-react";
import type { ComponentType } from "react";
import { useTranslation } from "react-i18next";
import type { ApprovalState, StepState } from "../api/types";

type State = StepState | ApprovalState;
type Colour = "gray" | "blue" | "purple" | "green" | "red" | "warm-gray" | "teal" | "magenta";

const LOOK: Record<State, { colour: Colour; icon: ComponentType }> = {
  pending: { colour: "gray", icon: CircleDash },
  running: { colour: "blue", icon: InProgress },
  waiting: { colour: "purple", icon: Pause },
  retrying: { colour: "teal", icon: Renew },
  success: { colour: "green", icon: CheckmarkFilled },
  failed: { colour: "red", icon: ErrorFilled },
  cancelled: { colour: "warm-gray", icon: StopFilled },
  rolled_back: { colour: "warm-gray", icon: Undo },
  denied: { colour: "magenta", icon: Misuse },
  skipped: { colour: "gray", icon: SkipForward },
  open: { colour: "purple", icon: Pause },
  approved: { colour: "green", icon: CheckmarkFilled },
  rejected: { colour: "red", icon: ErrorFilled },
  expired: { colour: "warm-gray", icon: StopFilled },
  void: { colour: "warm-gray", icon: StopFilled },
};

/** A state by colour, icon and word. */
export function StateTag({ state, size = "md" }: { state: State; size?: "sm" | "md" }) {
  const { t } = useTranslation();
  const look = LOOK[state] ?? LOOK.pending;
  return (
    <Tag type={look.colour} size={size} renderIcon={look.icon} className="state-tag" data-state={state}>
      {t(`state.${state}`, state)}
    </Tag>
  );
}
