/** Values over equal steps. */
export interface Curve {
  readonly name: string;
  readonly values: readonly number[];
}

const WIDTH = 720;
const HEIGHT = 120;
const LEFT = 60;
const TOP = 28;
const BETWEEN = 24;

/** Draws curves above one another, each from 0 to its own highest value, as an SVG that suits light and dark pages. */
export function drawCurves(curves: readonly Curve[], step: string): string {
  const height = curves.length * (HEIGHT + TOP + BETWEEN) + BETWEEN;
  const drawn = curves.map((curve, index) => drawCurve(curve, index * (HEIGHT + TOP + BETWEEN)));
  const steps = Math.max(...curves.map(({ values }) => values.length));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${LEFT + WIDTH + 20} ${height}" font-family="sans-serif" font-size="12" fill="#808080">`,
    ...drawn,
    `<text x="${LEFT}" y="${height - 6}">${step} 1 to ${steps}</text>`,
    "</svg>",
    "",
  ].join("\n");
}

function drawCurve({ name, values }: Curve, y: number): string {
  const known = values.filter((value) => Number.isFinite(value));
  const most = Math.max(...known, 1);
  const x = (index: number): string => (LEFT + (index / Math.max(1, values.length - 1)) * WIDTH).toFixed(1);
  const bottom = y + TOP + HEIGHT;
  const points = values.flatMap((value, index) =>
    Number.isFinite(value) ? [`${x(index)},${(bottom - (value / most) * HEIGHT).toFixed(1)}`] : [],
  );
  return [
    `<text x="${LEFT}" y="${y + TOP - 8}">${name}</text>`,
    `<text x="${LEFT - 8}" y="${y + TOP + 10}" text-anchor="end">${most.toFixed(0)}</text>`,
    `<text x="${LEFT - 8}" y="${bottom}" text-anchor="end">0</text>`,
    `<path d="M${LEFT} ${y + TOP}V${bottom}H${LEFT + WIDTH}" fill="none" stroke="#808080"/>`,
    `<polyline points="${points.join(" ")}" fill="none" stroke="#2f80c8" stroke-width="2"/>`,
  ].join("\n");
}
