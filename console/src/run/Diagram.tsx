import NavigatedViewer from "bpmn-js/lib/NavigatedViewer";
import "bpmn-js/dist/assets/diagram-js.css";
import "bpmn-js/dist/assets/bpmn-js.css";
import type Canvas from "diagram-js/lib/core/Canvas";
import type ElementRegistry from "diagram-js/lib/core/ElementRegistry";
import type Overlays from "diagram-js/lib/features/overlays/Overlays";
import { useEffect, useEffectEvent, useImperativeHandle, useRef, useState, type Ref } from "react";
import { useTranslation } from "react-i18next";
import type { Step, StepState, Tokens } from "../api/types";
import { Failure } from "../ui/feedback";
import { badge, isToken } from "./tokens";

export interface DiagramHandle {
  zoom: (factor: number) => void;
  fit: () => void;
}

interface DiagramProps {
  handle: Ref<DiagramHandle>;
  xml: string;
  tokens: Tokens["elements"];
  steps: Step[];
  onSelect: (stepId: string | undefined) => void;
}

/** Around the diagram, in its own units, so that badges and events at its edge are not cut. */
const MARGIN = 48;

/** The process as BPMN; the canvas stays light, as bpmn.io's watermark needs it. */
export function Diagram({ handle, xml, tokens, steps, onSelect }: DiagramProps) {
  const { t } = useTranslation();
  const container = useRef<HTMLDivElement>(null);
  const viewer = useRef<NavigatedViewer>(null);
  const [ready, setReady] = useState(false);
  const [error, setError] = useState<unknown>();
  const select = useEffectEvent((elementId: string) => onSelect(tokens[elementId]?.stepId));

  useEffect(() => {
    if (!container.current) {
      return undefined;
    }
    const created = new NavigatedViewer({ container: container.current });
    viewer.current = created;
    created.on("element.click", (event: { element: { id: string } }) => select(event.element.id));
    let alive = true;
    created.importXML(xml).then(
      () => {
        if (alive) {
          fit(created);
          setReady(true);
        }
      },
      (cause: unknown) => alive && setError(cause),
    );
    const observer = new ResizeObserver(() => created.get<Canvas>("canvas").resized());
    observer.observe(container.current);
    return () => {
      alive = false;
      observer.disconnect();
      viewer.current = null;
      setReady(false);
      created.destroy();
    };
  }, [xml]);

  useEffect(() => {
    if (ready && viewer.current) {
      return paint(viewer.current, tokens, (state) => t(`state.${state}`));
    }
    return undefined;
  }, [ready, tokens, t, steps]);

  useImperativeHandle(handle, () => ({
    zoom(factor) {
      const canvas = viewer.current?.get<Canvas>("canvas");
      canvas?.zoom(canvas.zoom() * factor);
    },
    fit: () => viewer.current && fit(viewer.current),
  }));
  return (
    <>
      {error !== undefined && <Failure error={error} />}
      <div
        ref={container}
        className="diagram"
        role="group"
        aria-label={t("process.diagram")}
        data-testid="diagram"
        data-ready={ready}
      />
    </>
  );
}

function fit(viewer: NavigatedViewer): void {
  const canvas = viewer.get<Canvas>("canvas");
  const { inner, outer } = canvas.viewbox();
  const scale = Math.min(1, outer.width / (inner.width + MARGIN), outer.height / (inner.height + MARGIN));
  const [width, height] = [outer.width / scale, outer.height / scale];
  const [x, y] = [inner.x + (inner.width - width) / 2, inner.y + (inner.height - height) / 2];
  canvas.viewbox({ x, y, width, height });
}

/** Marks every element with its state and puts a token where the run is now. */
function paint(viewer: NavigatedViewer, tokens: Tokens["elements"], word: (state: StepState) => string): () => void {
  const canvas = viewer.get<Canvas>("canvas");
  const registry = viewer.get<ElementRegistry>("elementRegistry");
  const overlays = viewer.get<Overlays>("overlays");
  const painted = Object.entries(tokens).filter(([id]) => registry.get(id) !== undefined);
  for (const [id, { state }] of painted) {
    canvas.addMarker(id, `state-${state}`);
    const html = badge(state, word(state), isToken(state));
    if (html) {
      overlays.add(id, "aleff-state", { position: { top: -12, right: 14 }, html });
    }
  }
  return () => {
    overlays.remove({ type: "aleff-state" });
    painted.forEach(([id, { state }]) => canvas.removeMarker(id, `state-${state}`));
  };
}
