// Plain JavaScript, so that an old Node can read it and say what is wrong instead of stumbling over TypeScript.
const WANTED = 24;
const major = Number(process.versions.node.split(".")[0]);

if (major < WANTED) {
  process.stderr.write(
    `Watchbell needs Node ${WANTED} or newer; this is ${process.version} (${process.execPath}). ` +
      "On Linux x64 `npm ci` brings it: run this through npm (`npm test`, `npm start`). Elsewhere install Node 24.\n",
  );
  process.exit(1);
}
