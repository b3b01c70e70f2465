import { useEffect, useEffectEvent } from "react";

const FIELDS = "input, textarea, select, [contenteditable=true], [role=dialog], .xterm, .fjs-container";

/** Keys belong to the page only while no field, dialog, pressed control or modifier has them. */
export function isPageKey(event: KeyboardEvent): boolean {
  const target = event.target instanceof Element ? event.target : null;
  const pressed = (event.key === "Enter" || event.key === " ") && target?.closest("a, button, summary");
  const modified = event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented;
  const dialog = document.querySelector(".cds--modal.is-visible");
  return !target?.closest(FIELDS) && !pressed && !modified && !dialog;
}

/** Calls the handler for every key that belongs to the page; it returns true when it used it. */
export function usePageKeys(handler: (key: string, event: KeyboardEvent) => boolean): void {
  const handle = useEffectEvent((event: KeyboardEvent) => {
    if (isPageKey(event) && handler(event.key, event)) {
      event.preventDefault();
    }
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent) => handle(event);
    window.addEventListener("keydown", listener);
    return () => window.removeEventListener("keydown", listener);
  }, []);
}
