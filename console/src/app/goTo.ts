const TARGETS: Record<string, string> = { i: "inbox", r: "runs", l: "releases", a: "audit", o: "operations" };

export interface GoTo {
  prefix: string;
  used: boolean;
  section?: string;
}

/** `g` and then a letter goes to a section; any other letter after `g` ends the sequence. */
export function goTo(prefix: string, key: string): GoTo {
  if (prefix === "g") {
    const section = TARGETS[key];
    return section ? { prefix: "", used: true, section } : { prefix: "", used: false };
  }
  return key === "g" ? { prefix: "g", used: true } : { prefix: "", used: false };
}
