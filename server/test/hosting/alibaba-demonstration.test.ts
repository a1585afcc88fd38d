import { spawnSync } from "node:child_process";
import { chmodSync, cpSync, existsSync, globSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { isAddressRange } from "../../src/lib/client-address.ts";
import { withFolder } from "../with-folder.ts";

const root = join(import.meta.dirname, "../../..");
const folder = join(root, "deploy/alibaba");
const read = (name: string): string => readFileSync(join(folder, name), "utf8");
const has = (program: string): boolean => spawnSync(program, ["--version"]).error === undefined;

interface Block {
  readonly kind: string;
  readonly labels: readonly string[];
  /** Names of attributes and blocks directly inside. */
  readonly names: readonly string[];
  readonly text: string;
}

/** The blocks of formatted Terraform, told by their indentation. */
function blocksIn(text: string): readonly Block[] {
  return [...text.matchAll(/^(\w+)((?: "[^"]+")*) \{\n([\s\S]*?)^\}/gm)].map(
    ([whole, kind = "", labels = "", body = ""]) => ({
      kind,
      labels: [...labels.matchAll(/"([^"]+)"/g)].map(([, label = ""]) => label),
      names: [...body.matchAll(/^ {2}(\w+) *[={]/gm)].map(([, name = ""]) => name),
      text: whole,
    }),
  );
}

/** What the provider's pages name for each resource that is used: required, then optional. */
const ATTRIBUTES: Readonly<Record<string, readonly [required: string, optional: string]>> = {
  alicloud_vpc: ["", "vpc_name cidr_block"],
  alicloud_vswitch: ["vpc_id cidr_block zone_id", "vswitch_name"],
  alicloud_security_group: ["", "security_group_name vpc_id"],
  alicloud_security_group_rule: [
    "type ip_protocol port_range security_group_id",
    "nic_type policy priority cidr_ip for_each",
  ],
  alicloud_ecs_key_pair: ["", "key_pair_name key_file"],
  alicloud_instance: [
    "image_id instance_type security_groups",
    "instance_name availability_zone vswitch_id key_name system_disk_category system_disk_size instance_charge_type internet_charge_type internet_max_bandwidth_out user_data",
  ],
  alicloud_cms_alarm_contact_group: ["alarm_contact_group_name", ""],
  alicloud_cms_alarm: [
    "name project metric contact_groups",
    "metric_dimensions period webhook silence_time escalations_critical escalations_warn",
  ],
  alicloud_cms_event_rule: ["rule_name event_pattern", "description silence_time status webhook_parameters"],
};
const words = (text: string): readonly string[] => text.split(" ").filter((word) => word !== "");

describe("the Terraform of the demonstration", () => {
  const files = globSync("terraform/*.tf", { cwd: folder }).sort();
  const blocks = files.flatMap((file) => blocksIn(read(file)));
  const resources = blocks.filter(({ kind }) => kind === "resource");
  const of = (type: string): readonly Block[] => resources.filter(({ labels }) => labels[0] === type);
  const canFormat = has("terraform");

  it.skipIf(!canFormat)("is formatted (skipped where there is no terraform)", () => {
    const { status, stdout } = spawnSync("terraform", ["fmt", "-check", "-diff", "terraform"], { cwd: folder });
    expect(status, stdout.toString()).toBe(0);
  });

  it("uses of each resource what the provider's page names", () => {
    expect(resources.length).toBeGreaterThan(8);
    for (const { labels, names } of resources) {
      const [required = "", optional = ""] = ATTRIBUTES[labels[0] ?? ""] ?? [];
      expect([...words(required), ...words(optional)], labels.join(".")).toEqual(expect.arrayContaining([...names]));
      expect(names, labels.join(".")).toEqual(expect.arrayContaining([...words(required)]));
    }
  });

  it("makes a network, a firewall with its rules, a key and one instance that can be made busy", () => {
    for (const type of ["alicloud_vpc", "alicloud_vswitch", "alicloud_security_group", "alicloud_ecs_key_pair"]) {
      expect(of(type), type).toHaveLength(1);
    }
    for (const { text } of of("alicloud_security_group_rule")) expect(text).toMatch(/cidr_ip += var\.ssh_from/);
    expect(of("alicloud_instance").map(({ text }) => text)).toEqual([expect.stringContaining("user-data.sh")]);
    const userData = read("terraform/user-data.sh");
    for (const program of ["iperf", "stress"]) expect(userData).toContain(program);
    expect(spawnSync("sh", ["-n", join(folder, "terraform/user-data.sh")]).status).toBe(0);
  });

  it("tells metric alarms and events to the webhook", () => {
    expect(of("alicloud_cms_alarm").length).toBeGreaterThan(0);
    for (const { text } of of("alicloud_cms_alarm")) {
      expect(text).toMatch(/webhook += local\.metric_webhook/);
      expect(text).toMatch(/project += "acs_ecs_dashboard"/);
      for (const name of ["statistics", "comparison_operator", "threshold", "times"])
        expect(text).toContain(`${name} `);
    }
    const [rule] = of("alicloud_cms_event_rule");
    for (const part of [
      "webhook_parameters_id",
      "protocol ",
      "method ",
      "url ",
      "product ",
      "level_list ",
      "event_type_list ",
    ]) {
      expect(rule?.text).toContain(part);
    }
    expect(rule?.text).toMatch(/method += "POST"\n +url +=\s+var\.webhook/);
  });

  it("asks for its variables in the example, where nothing is real, and keeps the webhook secret", () => {
    const variables = blocks.filter(({ kind }) => kind === "variable");
    const example = read("terraform/terraform.tfvars.example");
    const named = [...example.matchAll(/^(?:# )?(\w+) += /gm)].map(([, name]) => name).sort();
    expect(named).toEqual(variables.map(({ labels }) => labels[0]).sort());
    expect(variables.find(({ labels }) => labels[0] === "webhook")?.text).toMatch(/sensitive += true/);
    for (const used of files.flatMap((file) => [...read(file).matchAll(/\bvar\.(\w+)/g)]))
      expect(named).toContain(used[1]);
    expect(isAddressRange(/ssh_from = "(.*)"/.exec(example)?.[1] ?? "")).toBe(true);
  });

  it("leaves out of git what holds secrets", () => {
    const secret = [
      "relay.env",
      ".env",
      "terraform/terraform.tfvars",
      "terraform/demo-key.pem",
      "terraform/terraform.tfstate",
    ];
    const { stdout } = spawnSync("git", ["check-ignore", ...secret], { cwd: folder, encoding: "utf8" });
    expect(stdout.trim().split("\n")).toEqual(secret);
  });
});

const SCRIPTS = ["setup.sh", "destroy.sh"];
const hasShellcheck = has("shellcheck");

describe.each(SCRIPTS)("%s", (script) => {
  it("is a program that bash can read", () => {
    expect(statSync(join(folder, script)).mode & 0o111).not.toBe(0);
    expect(spawnSync("bash", ["-n", join(folder, script)]).status).toBe(0);
  });

  it.skipIf(!hasShellcheck)("passes shellcheck (skipped where it is not installed)", () => {
    const { status, stdout } = spawnSync("shellcheck", [join(folder, script)], { encoding: "utf8" });
    expect(status, stdout).toBe(0);
  });
});

/** A copy of the folder in which the programs that reach the cloud only write down how they were called. */
class Stage {
  readonly folder: string;
  readonly #bin: string;

  constructor(base: string) {
    this.folder = join(base, "repository/deploy/alibaba");
    this.#bin = join(base, "bin");
    cpSync(folder, this.folder, { recursive: true, filter: (path) => !/\/dist$|\.env$|\.tfvars$/.test(path) });
    mkdirSync(this.#bin);
    const calls = join(base, "calls");
    writeFileSync(calls, "");
    for (const name of ["s", "terraform", "npm", "curl"]) this.fake(name, "true");
    this.fake(
      "s",
      'if [ "$1" = deploy ]; then env | grep ^WATCHBELL_; echo "  system_url: https://relay-abc.ap-southeast-1.fcapp.run"; fi',
    );
    this.fake("curl", 'cat >>"$CALLS"; echo "{\\"reports\\":1,\\"unparsed\\":null}"');
  }

  /** Replaces a program; it first writes down its name and arguments. */
  fake(name: string, body: string): void {
    const path = join(this.#bin, name);
    writeFileSync(path, `#!/bin/sh\necho "${name} $*" >>"$CALLS"\n${body}\n`);
    chmodSync(path, 0o755);
  }

  run(
    script: string,
    args: readonly string[],
    options: { input?: string; env?: Readonly<Record<string, string>> } = {},
  ) {
    const { status, stdout, stderr } = spawnSync("bash", [join(this.folder, script), ...args], {
      env: {
        PATH: `${this.#bin}:${process.env.PATH}`,
        CALLS: join(this.#bin, "../calls"),
        ...options.env,
      },
      input: options.input ?? "",
      encoding: "utf8",
    });
    return { status, output: stdout + stderr };
  }

  calls(): readonly string[] {
    return readFileSync(join(this.#bin, "../calls"), "utf8").trim().split("\n");
  }

  has(name: string): boolean {
    return existsSync(join(this.folder, name));
  }

  write(name: string, text = ""): void {
    writeFileSync(join(this.folder, name), text);
  }
}

const onStage = (play: (stage: Stage) => void): Promise<void> =>
  withFolder(async (base) => {
    mkdirSync(join(base, "repository"));
    play(new Stage(base));
  });

const SLACK = "https://hooks.slack.com/services/T0/B0/s3cret";

describe("setting the relay up", () => {
  it("makes a token, builds, deploys, sends one test alarm and makes the demonstration", () =>
    onStage((stage) => {
      const env = { WATCHBELL_RELAY_TO: SLACK, WATCHBELL_DEMO_SSH_FROM: "203.0.113.7/32" };
      const { status, output } = stage.run("setup.sh", [], { env });
      expect(status, output).toBe(0);
      const secrets = readFileSync(join(stage.folder, "relay.env"), "utf8");
      const token = /WATCHBELL_RELAY_TOKEN=(\S+)/.exec(secrets)?.[1] ?? "";
      expect(token).toMatch(/^[0-9a-f]{64}$/);
      const webhook = `https://relay-abc.ap-southeast-1.fcapp.run/v1/alarms/cloudmonitor/${token}`;
      expect(stage.calls()).toEqual([
        "npm --prefix ../.. run --silent build:function-compute",
        "s deploy -y",
        expect.stringMatching(/^curl --config - /),
        `url = "${webhook}"`,
        "terraform -chdir=terraform init -input=false",
        "terraform -chdir=terraform apply",
      ]);
      const tfvars = readFileSync(join(stage.folder, "terraform/terraform.tfvars"), "utf8");
      expect(tfvars).toBe(`webhook  = "${webhook}"\nssh_from = "203.0.113.7/32"\n`);
      for (const name of ["relay.env", "terraform/terraform.tfvars"]) {
        expect(statSync(join(stage.folder, name)).mode & 0o077, name).toBe(0);
      }
      for (const secret of [token, "s3cret"]) expect(output).not.toContain(secret);
    }));

  it("keeps token and settings when it is started again", () =>
    onStage((stage) => {
      stage.run("setup.sh", ["--function-only"], { env: { WATCHBELL_RELAY_TO: SLACK } });
      const before = readFileSync(join(stage.folder, "relay.env"), "utf8");
      const again = stage.run("setup.sh", ["--function-only"]);
      expect(again.status, again.output).toBe(0);
      expect(readFileSync(join(stage.folder, "relay.env"), "utf8")).toBe(before);
      expect(stage.calls().some((call) => call.startsWith("terraform"))).toBe(false);
    }));

  it("asks for what it is not told, and shows none of it", () =>
    onStage((stage) => {
      const { status, output } = stage.run("setup.sh", ["--function-only"], { input: `${SLACK}\n` });
      expect(status, output).toBe(0);
      expect(output).not.toContain("s3cret");
      expect(readFileSync(join(stage.folder, "relay.env"), "utf8")).toContain("s3cret");
    }));

  it("stops where something fails, and says what to do", () =>
    onStage((stage) => {
      const env = { WATCHBELL_RELAY_TO: SLACK };
      expect(stage.run("setup.sh", ["--all"]).output).toContain("There is no option --all");
      stage.fake("curl", 'cat >/dev/null; echo "{\\"message\\":\\"The alarm was not passed on.\\"}"; exit 22');
      const untold = stage.run("setup.sh", [], { env });
      expect(untold.status).toBe(1);
      expect(untold.output).toContain("The alarm was not passed on.");
      expect(untold.output).toContain("The test alarm did not arrive");
      stage.fake("s", "echo no key pair; exit 3");
      const undeployed = stage.run("setup.sh", [], { env });
      expect(undeployed.status).toBe(1);
      expect(undeployed.output).toContain("Function Compute and EventBridge must be activated");
      expect(stage.calls().some((call) => call.startsWith("terraform"))).toBe(false);
    }));
});

describe("setting the demonstration up", () => {
  const env = { WATCHBELL_RELAY_TO: SLACK, WATCHBELL_DEMO_SSH_FROM: "203.0.113.7/32" };

  it("keeps the values that are there, and says so when they lead elsewhere", () =>
    onStage((stage) => {
      const values = 'webhook = "https://watch.example.org/v1/alarms/cloudmonitor/wba_s3cret"\n';
      stage.write("terraform/terraform.tfvars", values);
      const { status, output } = stage.run("setup.sh", [], { env });
      expect(status, output).toBe(0);
      expect(output).toContain("terraform.tfvars names another webhook than this function; it stays as it is.");
      expect(output).not.toContain("s3cret");
      expect(readFileSync(join(stage.folder, "terraform/terraform.tfvars"), "utf8")).toBe(values);
      expect(stage.run("setup.sh", [], { env }).status).toBe(0);
    }));

  it("makes nothing when Terraform cannot begin", () =>
    onStage((stage) => {
      stage.fake("terraform", 'case "$*" in *init*) echo no provider; exit 1 ;; esac');
      const { status, output } = stage.run("setup.sh", [], { env });
      expect([status, output.includes("no provider")]).toEqual([1, true]);
      expect(stage.calls()).not.toContain("terraform -chdir=terraform apply");
    }));
});

describe("taking it away again", () => {
  const built = (stage: Stage): void => {
    stage.write("relay.env", `WATCHBELL_RELAY_TO=${SLACK}\nWATCHBELL_RELAY_TOKEN=t0ken\n`);
    stage.write("terraform/terraform.tfstate", "{}");
    stage.write("terraform/demo-key.pem", "KEY");
  };

  it.each(["", "y\n", "no\n"])("touches nothing unless somebody types yes, but %j", (input) =>
    onStage((stage) => {
      built(stage);
      const { status, output } = stage.run("destroy.sh", [], { input });
      expect([status, stage.calls()]).toEqual([1, [""]]);
      expect(output).toContain("Nothing was touched.");
      expect(stage.has("terraform/demo-key.pem")).toBe(true);
    }),
  );

  it("destroys the demonstration, its key file and the function, and names the files that hold secrets", () =>
    onStage((stage) => {
      built(stage);
      stage.write("terraform/terraform.tfvars", "webhook = 1");
      const { status, output } = stage.run("destroy.sh", [], { input: "yes\n" });
      expect(status, output).toBe(0);
      expect(stage.calls()).toEqual([
        "terraform -chdir=terraform destroy -auto-approve -input=false",
        "s remove -y",
        "terraform -chdir=terraform state list",
      ]);
      expect(stage.has("terraform/demo-key.pem")).toBe(false);
      for (const name of ["relay.env", "terraform/terraform.tfvars"]) expect(output).toContain(`${name} is left`);
      expect(output).not.toContain("s3cret");
    }));

  it("says what is left when the cloud does not let go, keeps the key for it, and goes on with the rest", () =>
    onStage((stage) => {
      built(stage);
      stage.fake("terraform", 'case "$*" in *destroy*) exit 1 ;; *list*) echo alicloud_instance.demo ;; esac');
      const { status, output } = stage.run("destroy.sh", ["--yes"]);
      expect(status).toBe(1);
      expect(output).toContain("Still there, and still to be paid for:\nalicloud_instance.demo");
      expect(output).toContain("Not destroyed: the demonstration.");
      expect(stage.has("terraform/demo-key.pem")).toBe(true);
      expect(stage.calls()).toContain("s remove -y");
    }));

  it("does without what was never made", () =>
    onStage((stage) => {
      const { status, output } = stage.run("destroy.sh", ["--yes"]);
      expect([status, stage.calls()]).toEqual([0, [""]]);
      expect(output).toContain("Everything is gone.");
    }));
});
