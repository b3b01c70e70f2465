import { FitAddon } from "@xterm/addon-fit";
import { Terminal as Xterm } from "@xterm/xterm";
import "@xterm/xterm/css/xterm.css";
import { useEffect, useRef } from "react";
import type { OutputChunk } from "../api/types";
import { isPrefix, terminalText } from "./terminalText";

interface TerminalProps {
  chunks: OutputChunk[];
  label: string;
}

const LOOK = {
  convertEol: true,
  disableStdin: true,
  screenReaderMode: true,
  fontFamily: "'IBM Plex Mono', monospace",
  fontSize: 13,
  scrollback: 20_000,
  minimumContrastRatio: 4.5,
  theme: { background: "#161616", foreground: "#f4f4f4", cursor: "#161616", red: "#ff8389" },
};

/** Shows output as a terminal does; nothing can be typed, and links are not followed. */
export function Terminal({ chunks, label }: TerminalProps) {
  const container = useRef<HTMLDivElement>(null);
  const terminal = useRef<Xterm>(null);
  const written = useRef<OutputChunk[]>([]);

  useEffect(() => {
    if (!container.current) {
      return undefined;
    }
    const created = new Xterm(LOOK);
    const fit = new FitAddon();
    created.loadAddon(fit);
    created.open(container.current);
    created.textarea?.setAttribute("aria-label", label);
    fit.fit();
    terminal.current = created;
    written.current = [];
    const observer = new ResizeObserver(() => fit.fit());
    observer.observe(container.current);
    return () => {
      observer.disconnect();
      terminal.current = null;
      created.dispose();
    };
  }, [label]);

  useEffect(() => {
    const screen = terminal.current;
    if (!screen) {
      return;
    }
    if (!isPrefix(written.current, chunks)) {
      screen.reset();
      written.current = [];
    }
    chunks.slice(written.current.length).forEach((chunk) => screen.write(terminalText(chunk)));
    written.current = chunks;
  }, [chunks, label]);
  return <div ref={container} className="terminal-frame" role="group" aria-label={label} data-testid="terminal" />;
}
