import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

/** The doors of the server, so that `npm run dev -w web` can be worked with beside `npm start`. */
const SERVER = "http://localhost:7200";
const DOORS = ["/api", "/auth", "/ping", "/v1", "/badge", "/status", "/heartbeat"];

export default defineConfig({
  plugins: [react(), tailwindcss()],
  logLevel: "warn",
  build: {
    manifest: true,
    // From here on browsers know light-dark(); for older ones it would be written out as variables, which are the same everywhere.
    cssTarget: ["chrome123", "firefox120", "safari17.5"],
    // The content security policy lets no script or picture in that is written into the page.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1_000,
  },
  server: { proxy: Object.fromEntries(DOORS.map((door) => [door, SERVER])) },
});
