import { useSyncExternalStore } from "react";

export type ThemeChoice = "system" | "light" | "dark";

const KEY = "aleff.theme";
const CHOICES: ThemeChoice[] = ["system", "light", "dark"];
const listeners = new Set<() => void>();
const systemDark = window.matchMedia("(prefers-color-scheme: dark)");

function stored(): ThemeChoice {
  const value = window.localStorage.getItem(KEY);
  return CHOICES.find((choice) => choice === value) ?? "system";
}

let choice = stored();

function apply(): void {
  const dark = choice === "dark" || (choice === "system" && systemDark.matches);
  document.documentElement.dataset.theme = dark ? "dark" : "light";
  listeners.forEach((listener) => listener());
}

/** Follows the system until the user chooses; the choice is remembered in this browser. */
export function startTheme(): void {
  systemDark.addEventListener("change", apply);
  apply();
}

export function chooseTheme(next: ThemeChoice): void {
  choice = next;
  window.localStorage.setItem(KEY, next);
  apply();
}

export function useTheme(): ThemeChoice {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => choice,
  );
}

export function nextTheme(current: ThemeChoice): ThemeChoice {
  return CHOICES[(CHOICES.indexOf(current) + 1) % CHOICES.length] ?? "system";
}
