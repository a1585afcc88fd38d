#!/usr/bin/env node
// Any old Node.js must be able to read this file, hence its style. What runs on a new one is in start.js.
var major = Number(process.versions.node.split(".")[0]);
if (major < 24) {
  console.error(
    "Watchbell needs Node.js 24 or newer, this is " +
      process.version +
      ": use `npm start` or `npm run watchbell` in its source folder (they bring their own), or install Node.js 24 from https://nodejs.org.",
  );
  process.exitCode = 1;
} else {
  // biome-ignore lint/security/noGlobalEval: a plain import() would not even parse on the Node.js versions told about above.
  eval("import('./start.js')");
}
