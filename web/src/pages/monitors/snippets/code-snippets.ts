import { quoted, type Snippet, type SnippetFacts } from "./snippet.ts";

/** Windows, and wherever else PowerShell is. */
export function powerShell({ pingUrl }: SnippetFacts): Snippet {
  return {
    id: "powershell",
    label: "PowerShell",
    about: "For Windows PowerShell 5.1 and PowerShell 7, also from the Task Scheduler.",
    code: `$ping = "${pingUrl}"
$runId = [guid]::NewGuid()

function Send-Ping([string]$End) {
    try { Invoke-RestMethod -Uri "\${ping}/\${End}?rid=\${runId}" -TimeoutSec 10 -UseBasicParsing | Out-Null }
    catch { Write-Warning "Watchbell: $_" }
}

Send-Ping "start"
& "C:\\path\\to\\job.exe"
$status = $LASTEXITCODE
# Windows has exit codes that are no exit status from 0 to 255.
if ($status -ge 0 -and $status -le 255) { Send-Ping "$status" } else { Send-Ping "fail" }
exit $status
`,
  };
}

/** With nothing but the standard library. */
export function python({ pingUrl }: SnippetFacts): Snippet {
  return {
    id: "python",
    label: "Python",
    about: "Needs nothing but the standard library of Python 3.",
    code: `import sys
import traceback
import urllib.request
import uuid

PING = ${quoted(pingUrl)}
RUN_ID = uuid.uuid4()


def tell(end, text=""):
    try:
        url = f"{PING}/{end}?rid={RUN_ID}"
        urllib.request.urlopen(url, data=text.encode()[-10_000:], timeout=10).close()
    except Exception as error:  # Whatever happens here, the job goes on.
        print(f"Watchbell: {error}", file=sys.stderr)


def job():
    print("Put your job here.")


tell("start")
try:
    job()
except (Exception, KeyboardInterrupt):
    tell("fail", traceback.format_exc())
    raise
tell("0")
`,
  };
}

/** With the fetch that Node has. */
export function node({ pingUrl }: SnippetFacts): Snippet {
  return {
    id: "node",
    label: "Node.js",
    about: "Needs nothing but Node.js 18 or newer; save it as job.mjs.",
    code: `import { randomUUID } from "node:crypto";

const ping = ${quoted(pingUrl)};
const runId = randomUUID();

async function tell(end, body = "") {
  const signal = AbortSignal.timeout(10_000);
  try {
    await fetch(\`\${ping}/\${end}?rid=\${runId}\`, { method: "POST", body: body.slice(-10_000), signal });
  } catch (error) {
    console.error("Watchbell:", error); // Whatever happens here, the job goes on.
  }
}

async function job() {
  console.log("Put your job here.");
}

await tell("start");
try {
  await job();
} catch (error) {
  await tell("fail", String(error?.stack ?? error));
  throw error;
}
await tell("0");
`,
  };
}

/** With nothing but the standard library. */
export function go({ pingUrl }: SnippetFacts): Snippet {
  return {
    id: "go",
    label: "Go",
    about: "Needs nothing but the standard library of Go.",
    code: `package main

import (
	"crypto/rand"
	"fmt"
	"log"
	"net/http"
	"strings"
	"time"
)

const ping = ${quoted(pingUrl)}

var client = &http.Client{Timeout: 10 * time.Second}

func tell(end, runID, text string) {
	url := ping + "/" + end + "?rid=" + runID
	answer, err := client.Post(url, "text/plain; charset=utf-8", strings.NewReader(text))
	if err != nil {
		log.Printf("Watchbell: %v", err) // Whatever happens here, the job goes on.
		return
	}
	answer.Body.Close()
}

func newRunID() string {
	b := make([]byte, 16)
	rand.Read(b)
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}

func job() error {
	fmt.Println("Put your job here.")
	return nil
}

func main() {
	runID := newRunID()
	tell("start", runID, "")
	if err := job(); err != nil {
		tell("fail", runID, err.Error())
		log.Fatal(err)
	}
	tell("0", runID, "")
}
`,
  };
}
