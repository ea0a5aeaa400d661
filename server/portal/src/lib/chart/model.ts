// Data of a chart. Series differ by dash and mark as well as by colour.
import { symbolCircle, symbolDiamond, symbolSquare, symbolTriangle, symbolWye, type SymbolType } from 'd3-shape';

export interface Point {
  /** Milliseconds since the Unix epoch. */
  at: number;
  value: number;
  /** Shown beside the value in the table, such as a band or a change. */
  note?: string;
  /** The entry that contains the value. */
  href?: string;
}

export interface Series {
  key: string;
  name: string;
  points: Point[];
}

/** A named range of the scale, such as a severity band. */
export interface Band {
  from: number;
  to: number;
  name: string;
}

/** A reference moment, such as a dosing session. */
export interface Landmark {
  at: number;
  name: string;
}

export interface Style {
  /** One of the tokens `--chart-1` to `--chart-5`. */
  colour: number;
  dash: string;
  mark: SymbolType;
}

const styles: readonly Style[] = [
  { colour: 1, dash: '', mark: symbolCircle },
  { colour: 2, dash: '6 4', mark: symbolSquare },
  { colour: 3, dash: '2 3', mark: symbolTriangle },
  { colour: 4, dash: '10 4 2 4', mark: symbolDiamond },
  { colour: 5, dash: '1 4', mark: symbolWye },
];

export const styleOf = (index: number): Style => styles[index % styles.length] as Style;

const DAY_MS = 86_400_000;

/** Runs of points without a long gap between them. A gap is not drawn as a line. */
export function runs(points: readonly Point[], silenceDays = 14): Point[][] {
  const found: Point[][] = [];
  for (const point of points) {
    const run = found.at(-1);
    const last = run?.at(-1);
    if (run && last && point.at - last.at <= silenceDays * DAY_MS) run.push(point);
    else found.push([point]);
  }
  return found;
}
