import { Search, Select, SelectItem } from "@carbon/react";
import { useTranslation } from "react-i18next";
import type { AuditEvent } from "../api/types";
import { choices, type AuditFilter } from "./auditFilter";

interface AuditFiltersProps {
  events: AuditEvent[];
  filter: AuditFilter;
  onChange: (filter: AuditFilter) => void;
}

export function AuditFilters({ events, filter, onChange }: AuditFiltersProps) {
  const { t } = useTranslation();
  return (
    <div className="filters">
      <Search
        id="audit-text"
        size="md"
        labelText={t("audit.text")}
        placeholder={t("audit.text")}
        closeButtonLabelText={t("common.clearSearch")}
        value={filter.text}
        onChange={(event) => onChange({ ...filter, text: event.target.value })}
      />
      {(["type", "actor"] as const).map((property) => (
        <Select
          key={property}
          id={`audit-${property}`}
          size="md"
          hideLabel
          labelText={t(`audit.${property}`)}
          value={filter[property]}
          onChange={(event) => onChange({ ...filter, [property]: event.target.value })}
        >
          <SelectItem value="" text={t(property === "type" ? "audit.allTypes" : "audit.allActors")} />
          {choices(events, property).map((value) => (
            <SelectItem key={value} value={value} text={value} />
          ))}
        </Select>
      ))}
    </div>
  );
}
