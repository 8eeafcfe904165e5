// What the tests here share: findings told as TAP, and axe-core's as lines.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

export const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
export const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
let number = 0,
  failed = 0;

export function tell(name, findings) {
  number += 1;
  if (findings.length) failed += 1;
  console.log(`${findings.length ? 'not ok' : 'ok'} ${number} ${name}`);
  for (const line of findings.slice(0, 8)) console.log(`# ${String(line).slice(0, 600)}`);
}
export const same = (name, got, wanted) =>
  tell(name, JSON.stringify(got) === JSON.stringify(wanted) ? [] : [`got    ${JSON.stringify(got)}`, `wanted ${JSON.stringify(wanted)}`]);

// The plan; 1 where something failed.
export function ended() {
  console.log(`1..${number}`);
  return failed ? 1 : 0;
}
