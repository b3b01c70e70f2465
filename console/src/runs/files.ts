/** Files go into one folder, so a later file of the same name takes the earlier one's place. */
export function addFiles(files: File[], added: File[]): File[] {
  const names = new Set(added.map((file) => file.name));
  return [...files.filter((file) => !names.has(file.name)), ...added];
}

/** Random, without `crypto.randomUUID`, which plain http addresses other than localhost lack. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
