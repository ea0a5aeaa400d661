// Prints the measurements of scripts/bench-compare.sh side by side: node scripts/bench-compare.js FOLDER. For each
// figure: the median of the rounds before and now, and the change. The name shows whether more is better.
const { readFileSync, readdirSync } = require('node:fs');
const { join } = require('node:path');

const [folder] = process.argv.slice(2);
/** "part · figure · column" → values before and now, one number per round. */
const figures = new Map();
for (const name of readdirSync(folder)) {
  const [, who, part] = /^(before|now)-(\w+)-\d+\.txt$/.exec(name) ?? [];
  if (!who) continue;
  for (const line of readFileSync(join(folder, name), 'utf8').split('\n')) {
    const table = line.startsWith('| ') && !line.startsWith('| ---');
    const [label, ...cells] = table ? line.split('|').slice(1, -1).map((cell) => cell.trim()) : line.split(/\s{2,}/);
    cells.forEach((cell, column) => {
      // A cell may have several figures: "3.2, 12.5", "8.6 (0.3)".
      (cell.replace(/(\d),(?=\d{3}(?!\d))/g, '$1').match(/\d+(?:\.\d+)?/g) ?? []).forEach((number, at) => {
        const key = `${part} · ${label.trim()} · ${column + 1}.${at + 1}`;
        const both = figures.get(key) ?? { before: [], now: [] };
        both[who].push(Number(number));
        figures.set(key, both);
      });
    });
  }
}
/** @param {number[]} numbers */
const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
for (const [key, { before, now }] of figures) {
  if (before.length === 0 || now.length === 0) continue;
  const [was, is] = [median(before), median(now)];
  const change = was === 0 ? '' : `${(((is - was) / was) * 100).toFixed(0)} %`;
  console.log(`${key.padEnd(72)} ${String(was).padStart(10)} ${String(is).padStart(10)} ${change.padStart(7)}`);
}
