// Runs before anything is painted, so that a chosen appearance does not flash; the choice is made in web/src/lib/preferences.ts.
try {
  const chosen = localStorage.getItem("watchbell.appearance");
  if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
} catch {
  // Storage is closed to us: the system's appearance it is.
}
