import { Form } from "@bpmn-io/form-js-viewer";
import "@bpmn-io/form-js-viewer/dist/assets/form-js-base.css";
import { useEffect, useEffectEvent, useRef, useState } from "react";
import type { ApprovalDetail } from "../api/types";
import { Failure } from "../ui/feedback";

interface ApprovalFormProps {
  approval: ApprovalDetail;
  onRemarks: (text: string) => void;
}

const REMARK_KEYS = ["comment", "reason", "remarks"];

/** The analyst's Camunda Form; what is written in its comment field goes with the decision. */
export function ApprovalForm({ approval, onRemarks }: ApprovalFormProps) {
  const container = useRef<HTMLDivElement>(null);
  const [error, setError] = useState<unknown>();
  const changed = useEffectEvent((data: Record<string, unknown>) => {
    const remark = REMARK_KEYS.map((key) => data[key]).find((value) => typeof value === "string");
    onRemarks(typeof remark === "string" ? remark : "");
  });

  const { form: schema, arguments: values } = approval;
  useEffect(() => {
    if (!container.current || !schema) {
      return undefined;
    }
    const form = new Form({ container: container.current });
    form.on("changed", (event: { data: Record<string, unknown> }) => changed(event.data));
    form.importSchema(schema, values).catch((cause: unknown) => setError(cause));
    return () => form.destroy();
  }, [schema, values]);
  return (
    <>
      {error !== undefined && <Failure error={error} />}
      <div ref={container} className="approval-form" />
    </>
  );
}
