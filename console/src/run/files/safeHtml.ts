const DROPPED = "script, iframe, frame, object, embed, base, meta[http-equiv], link, form, noscript, template";
const ADDRESSES = ["href", "xlink:href", "src", "action", "formaction", "srcset", "poster", "background"];

/** Fetches a file that the page names by a relative path; undefined when there is none. */
export type Resource = (path: string) => Promise<string | undefined>;

/**
 * Makes a workspace page fit for a sandboxed frame: no scripts, no foreign addresses, its own
 * styles under the console's nonce, and pictures of the workspace inlined. The frame has an opaque
 * origin and no permission to run scripts; this is the second fence.
 */
export async function safeHtml(html: string, nonce: string, picture: Resource): Promise<string> {
  const page = new DOMParser().parseFromString(quiet(html, nonce), "text/html");
  page.querySelectorAll(DROPPED).forEach((element) => element.remove());
  const waiting: Promise<void>[] = [];
  for (const element of page.querySelectorAll("*")) {
    const source = element instanceof HTMLImageElement ? element.getAttribute("src") : null;
    dropAddresses(element);
    if (source !== null) {
      waiting.push(inline(element, source, picture));
    }
    if (element.localName === "style") {
      element.setAttribute("nonce", nonce);
    }
  }
  await Promise.all(waiting);
  return `<!doctype html>${page.documentElement.outerHTML}`;
}

/**
 * Parsing alone makes the browser judge inline styles and handlers by this page's policy: styles
 * get the nonce before, handlers a name that is none. What this misses falls in the pass after.
 */
function quiet(html: string, nonce: string): string {
  return html
    .replace(/<style\b/gi, `<style nonce="${nonce}"`)
    .replace(/(<[a-z][^<>]*?\s)on[a-z]+\s*=\s*("[^"]*"|'[^']*'|[^\s>]+)/gi, "$1");
}

function dropAddresses(element: Element): void {
  for (const { name, value } of [...element.attributes]) {
    const lower = name.toLowerCase();
    const inside = value.startsWith("#") || /^data:image\/(png|jpeg|gif|webp|svg\+xml)[;,]/i.test(value);
    if (lower.startsWith("on") || lower === "srcdoc" || (ADDRESSES.includes(lower) && !inside)) {
      element.removeAttribute(name);
    }
  }
}

async function inline(element: Element, source: string, picture: Resource): Promise<void> {
  if (/^[a-z][a-z0-9+.-]*:|^\/\//i.test(source)) {
    return;
  }
  const content = await picture(decodeURI(source.replace(/[?#].*$/, ""))).catch(() => undefined);
  if (content !== undefined) {
    element.setAttribute("src", content);
  }
}

/** Resolves a relative path against the folder of the page; never above the workspace. */
export function resolvePath(page: string, relative: string): string {
  const start = relative.startsWith("/") ? [] : page.split("/").slice(0, -1);
  return relative.split("/").reduce<string[]>((path, part) => {
    if (part === "..") {
      return path.slice(0, -1);
    }
    return part === "" || part === "." ? path : [...path, part];
  }, start).join("/");
}
