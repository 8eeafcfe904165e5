/* Exact fractions of any size: {n, d}, reduced, d > 0. What the result shows rests on these alone; there is no float in the form. */

function ratGcd(a, b) {
  if (a < 0n) a = -a;
  while (b) [a, b] = [b, a % b];
  return a;
}

function rat(n, d) {
  if (d === 1n) return { n, d };
  const g = ratGcd(n, d) * (d < 0n ? -1n : 1n);
  return g === 1n ? { n, d } : { n: n / g, d: d / g };
}

const RAT_0 = { n: 0n, d: 1n };
const RAT_100 = { n: 100n, d: 1n };

const ratWhole = n => ({ n: BigInt(n), d: 1n });
const ratAdd = (a, b) => (a.d === b.d ? rat(a.n + b.n, a.d) : rat(a.n * b.d + b.n * a.d, a.d * b.d));
const ratSub = (a, b) => (a.d === b.d ? rat(a.n - b.n, a.d) : rat(a.n * b.d - b.n * a.d, a.d * b.d));
const ratMul = (a, b) => rat(a.n * b.n, a.d * b.d);
const ratDiv = (a, b) => rat(a.n * b.d, a.d * b.n);
const ratMin = (a, b) => (ratCmp(b, a) < 0 ? b : a);
const ratMax = (a, b) => (ratCmp(b, a) > 0 ? b : a);
const ratSum = list => list.reduce(ratAdd, RAT_0);

function ratCmp(a, b) {
  const left = a.d === b.d ? a.n : a.n * b.d,
    right = a.d === b.d ? b.n : b.n * a.d;
  return left < right ? -1 : left > right ? 1 : 0;
}

/* A decimal of the files, "-12.50", which the loader has checked. */
function ratRead(text) {
  const point = text.indexOf('.');
  if (point < 0) return { n: BigInt(text), d: 1n };
  return rat(BigInt(text.slice(0, point) + text.slice(point + 1)), 10n ** BigInt(text.length - point - 1));
}

const ratText = x => (x.d === 1n ? String(x.n) : x.n + '/' + x.d);

/* With so many decimals, rounded half away from zero; what rounds to zero has no sign. */
function ratShown(x, digits) {
  const scaled = (x.n < 0n ? -x.n : x.n) * 10n ** BigInt(digits);
  const whole = (2n * scaled + x.d) / (2n * x.d);
  let text = String(whole).padStart(digits + 1, '0');
  if (digits) text = text.slice(0, -digits) + '.' + text.slice(-digits);
  return (x.n < 0n && whole ? '-' : '') + text;
}
