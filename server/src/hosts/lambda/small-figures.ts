/**
 * Stands in the bundle in the place of prom-client, which brings tracing and quantiles along: as much of it as
 * actions/metrics.ts uses, with the same text.
 */

type Labels = Readonly<Record<string, string | number>>;

interface Options {
  readonly name: string;
  readonly help: string;
  readonly labelNames?: readonly string[] | undefined;
  readonly buckets?: readonly number[] | undefined;
  readonly registers: readonly Registry[];
}

const BUCKETS: readonly number[] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

const escapeHelp = (text: string): string => text.replace(/\\/g, "\\\\").replace(/\n/g, "\\n");
const escapeValue = (value: string | number): string => escapeHelp(String(value)).replace(/"/g, '\\"');

function line(name: string, labels: Labels, value: number): string {
  const pairs = Object.entries(labels).map(([label, text]) => `${label}="${escapeValue(text)}"`);
  return `${name}${pairs.length === 0 ? "" : `{${pairs.join(",")}}`} ${value}`;
}

/** The same for the same labels, in whichever order they come. */
function keyOf(labels: Labels): string {
  return JSON.stringify(Object.entries(labels).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** Holds figures, and writes them as Prometheus reads them. */
export class Registry {
  readonly contentType = "text/plain; version=0.0.4; charset=utf-8";
  readonly #figures: Figure[] = [];

  add(figure: Figure): void {
    this.#figures.push(figure);
  }

  async metrics(): Promise<string> {
    return `${this.#figures.map((figure) => figure.text()).join("\n\n")}\n`;
  }
}

/** A figure with a value, or some, for each set of labels. */
abstract class Figure {
  readonly options: Options;
  abstract readonly type: string;

  constructor(options: Options) {
    this.options = options;
    for (const registry of options.registers) registry.add(this);
  }

  /** Without labels there is a line from the beginning. */
  get hasLabels(): boolean {
    return (this.options.labelNames?.length ?? 0) > 0;
  }

  text(): string {
    const { name, help } = this.options;
    return [`# HELP ${name} ${escapeHelp(help)}`, `# TYPE ${name} ${this.type}`, ...this.lines()].join("\n");
  }

  abstract lines(): readonly string[];
}

abstract class Level extends Figure {
  readonly #values = new Map<string, { readonly labels: Labels; value: number }>();

  inc(labelsOrValue: Labels | number = 1, value = 1): void {
    if (typeof labelsOrValue === "number") this.of({}).value += labelsOrValue;
    else this.of(labelsOrValue).value += value;
  }

  of(labels: Labels): { readonly labels: Labels; value: number } {
    const key = keyOf(labels);
    const known = this.#values.get(key) ?? { labels, value: 0 };
    this.#values.set(key, known);
    return known;
  }

  override lines(): readonly string[] {
    if (!this.hasLabels) this.of({});
    return [...this.#values.values()].map(({ labels, value }) => line(this.options.name, labels, value));
  }
}

/** What only grows. */
export class Counter extends Level {
  readonly type = "counter";
}

/** What grows and shrinks. */
export class Gauge extends Level {
  readonly type = "gauge";

  dec(value = 1): void {
    this.inc(-value);
  }

  set(value: number): void {
    this.of({}).value = value;
  }
}

interface Seen {
  readonly labels: Labels;
  /** How many values there were up to each bound. */
  readonly upTo: number[];
  sum: number;
  count: number;
}

/** How large values were. */
export class Histogram extends Figure {
  readonly type = "histogram";
  readonly #seen = new Map<string, Seen>();

  observe(labelsOrValue: Labels | number, labelled = 0): void {
    const [labels, value] = typeof labelsOrValue === "number" ? [{}, labelsOrValue] : [labelsOrValue, labelled];
    const seen = this.#of(labels);
    for (const [index, bound] of this.#bounds.entries())
      if (value <= bound) seen.upTo[index] = (seen.upTo[index] ?? 0) + 1;
    seen.sum += value;
    seen.count += 1;
  }

  get #bounds(): readonly number[] {
    return this.options.buckets ?? BUCKETS;
  }

  #of(labels: Labels): Seen {
    const key = keyOf(labels);
    const known = this.#seen.get(key) ?? { labels, upTo: [], sum: 0, count: 0 };
    this.#seen.set(key, known);
    return known;
  }

  override lines(): readonly string[] {
    if (!this.hasLabels) this.#of({});
    const { name } = this.options;
    return [...this.#seen.values()].flatMap(({ labels, upTo, sum, count }) => [
      ...this.#bounds.map((le, index) => line(`${name}_bucket`, { le, ...labels }, upTo[index] ?? 0)),
      line(`${name}_bucket`, { le: "+Inf", ...labels }, count),
      line(`${name}_sum`, labels, sum),
      line(`${name}_count`, labels, count),
    ]);
  }
}
