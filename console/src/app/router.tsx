import { createContext, useContext, useMemo, useSyncExternalStore, type AnchorHTMLAttributes, type MouseEvent, type ReactNode } from "react";

const BASE = import.meta.env.BASE_URL.replace(/\/$/, "");
const CHANGED = "aleff:navigated";

/** Where the console is: path segments below its base, decoded, and the query. */
export interface Place {
  segments: string[];
  query: URLSearchParams;
}

export function placeOf(pathname: string, search: string, base: string = BASE): Place {
  const path = pathname.startsWith(base) ? pathname.slice(base.length) : pathname;
  const segments = path.split("/").filter((part) => part !== "" && part !== "index.html");
  return { segments: segments.map(decode), query: new URLSearchParams(search) };
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/** Builds a path from segments; each is encoded, so an id can hold anything. */
export function path(...segments: string[]): string {
  return `/${segments.map(encodeURIComponent).join("/")}`;
}

export function navigate(to: string, { replace = false } = {}): void {
  if (BASE + to !== window.location.pathname + window.location.search) {
    window.history[replace ? "replaceState" : "pushState"](null, "", BASE + to);
    window.dispatchEvent(new Event(CHANGED));
  }
}

function subscribe(listener: () => void): () => void {
  window.addEventListener("popstate", listener);
  window.addEventListener(CHANGED, listener);
  return () => {
    window.removeEventListener("popstate", listener);
    window.removeEventListener(CHANGED, listener);
  };
}

const PlaceContext = createContext<Place>({ segments: [], query: new URLSearchParams() });

export function Router({ children }: { children: ReactNode }) {
  const read = () => `${window.location.pathname}?${window.location.search.slice(1)}`;
  const address = useSyncExternalStore(subscribe, read);
  const place = useMemo(() => {
    const at = address.indexOf("?");
    return placeOf(address.slice(0, at), address.slice(at + 1));
  }, [address]);
  return <PlaceContext value={place}>{children}</PlaceContext>;
}

export const usePlace = () => useContext(PlaceContext);

/** For components that render their own anchor: `href` and a click that stays in the page. */
export function linkTo(to: string) {
  return {
    href: BASE + to,
    onClick(event: MouseEvent) {
      const plain = !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);
      if (plain && event.button === 0 && !event.defaultPrevented) {
        event.preventDefault();
        navigate(to);
      }
    },
  };
}

type LinkProps = Omit<AnchorHTMLAttributes<HTMLAnchorElement>, "href" | "onClick"> & { to: string };

export function Link({ to, ...rest }: LinkProps) {
  return <a {...linkTo(to)} {...rest} />;
}
