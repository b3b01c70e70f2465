export type PreviewKind = "html" | "image" | "csv" | "text" | "none";

const IMAGES: Record<string, string> = {
  svg: "image/svg+xml",
  png: "image/png",
  jpg: "image/jpeg",
  jpeg: "image/jpeg",
  gif: "image/gif",
  webp: "image/webp",
};

const TEXT = new Set(
  "txt md json yaml yml xml log py js ts sh sql css bpmn rego drl properties toml ini eml".split(" "),
);

export const MAX_PREVIEW = 2_000_000;

function extension(path: string): string {
  const name = path.split("/").at(-1) ?? "";
  return name.includes(".") ? (name.split(".").at(-1) ?? "").toLowerCase() : "";
}

export function imageType(path: string): string | undefined {
  return IMAGES[extension(path)];
}

/** How a file can be shown; by its name first, then by its media type. */
export function previewKind(path: string, mediaType: string | null | undefined): PreviewKind {
  const ending = extension(path);
  if (ending === "html" || ending === "htm") {
    return "html";
  }
  if (IMAGES[ending]) {
    return "image";
  }
  if (ending === "csv" || ending === "tsv") {
    return "csv";
  }
  const textual = mediaType?.startsWith("text/") || mediaType === "application/json";
  return TEXT.has(ending) || textual ? "text" : "none";
}
