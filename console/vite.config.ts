import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

const server = process.env.ALEFF_URL ?? "http://127.0.0.1:8420";

export default defineConfig({
  base: "/console/",
  plugins: [react()],
  css: { preprocessorOptions: { scss: { quietDeps: true } } },
  build: {
    outDir: "target/classes/META-INF/resources/console",
    emptyOutDir: true,
    sourcemap: false,
    // The content security policy lets no data: font or script in; icons of Carbon are inline SVG.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 900,
    rolldownOptions: { checks: { pluginTimings: false } },
  },
  server: { host: "127.0.0.1", proxy: { "/api": server } },
  test: { environment: "happy-dom", include: ["src/**/*.test.{ts,tsx}"], pool: "threads", maxWorkers: 1 },
});
