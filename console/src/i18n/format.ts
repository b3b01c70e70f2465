import { useMemo } from "react";
import { useTranslation } from "react-i18next";

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export interface Format {
  dateTime: (iso: string | null | undefined) => string;
  time: (iso: string | null | undefined) => string;
  duration: (ms: number | null | undefined) => string;
  size: (bytes: number) => string;
  number: (value: number) => string;
}

const seen = new Map<string, Format>();

/** Formatters of a language; times are in the reader's zone. */
export function formatOf(language: string, timeZone?: string): Format {
  const key = `${language}/${timeZone ?? ""}`;
  const known = seen.get(key) ?? create(language, timeZone);
  seen.set(key, known);
  return known;
}

function create(language: string, timeZone?: string): Format {
  const long = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "medium", timeZone });
  const short = new Intl.DateTimeFormat(language, { timeStyle: "medium", timeZone });
  const number = new Intl.NumberFormat(language);
  const unit = (value: number, name: string, digits = 0) =>
    new Intl.NumberFormat(language, {
      style: "unit",
      unit: name,
      // Short, a byte has no plural.
      unitDisplay: name === "byte" ? "long" : "short",
      maximumFractionDigits: digits,
    }).format(value);
  const date = (format: Intl.DateTimeFormat) => (iso: string | null | undefined) => {
    const parsed = iso ? new Date(iso) : undefined;
    return parsed && !Number.isNaN(parsed.getTime()) ? format.format(parsed) : "";
  };
  return {
    dateTime: date(long),
    time: date(short),
    number: (value) => number.format(value),
    duration(ms) {
      if (ms === null || ms === undefined) {
        return "";
      }
      if (ms < 1000) {
        return unit(Math.round(ms), "millisecond");
      }
      const seconds = ms / 1000;
      if (seconds < 10) {
        return unit(seconds, "second", 1);
      }
      return coarse(Math.round(seconds), unit);
    },
    size(bytes) {
      const names = ["byte", "kilobyte", "megabyte", "gigabyte"] as const;
      const power = Math.min(3, bytes < 1 ? 0 : Math.floor(Math.log(bytes) / Math.log(1000)));
      return unit(bytes / 1000 ** power, names[power] ?? "byte", power === 0 ? 0 : 1);
    },
  };
}

function coarse(seconds: number, unit: (value: number, name: string) => string): string {
  const parts: [number, string][] =
    seconds >= DAY
      ? [[Math.floor(seconds / DAY), "day"], [Math.floor((seconds % DAY) / HOUR), "hour"]]
      : seconds >= HOUR
        ? [[Math.floor(seconds / HOUR), "hour"], [Math.floor((seconds % HOUR) / MINUTE), "minute"]]
        : seconds >= MINUTE
          ? [[Math.floor(seconds / MINUTE), "minute"], [seconds % MINUTE, "second"]]
          : [[seconds, "second"]];
  return parts
    .filter(([value], index) => index === 0 || value > 0)
    .map(([value, name]) => unit(value, name))
    .join(" ");
}

/** `PT24H` and the like in words; what is no ISO-8601 duration stays as it is. */
export function isoDuration(format: Format, text: string | number): string {
  if (typeof text === "number") {
    return format.duration(text * 1000);
  }
  const match = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/.exec(text);
  if (!match || text === "P") {
    return text;
  }
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = match.slice(1).map((part) => Number(part ?? 0));
  return format.duration((days * DAY + hours * HOUR + minutes * MINUTE + seconds) * 1000);
}

export function useFormat(): Format {
  const { i18n } = useTranslation();
  return useMemo(() => formatOf(i18n.language), [i18n.language]);
}
