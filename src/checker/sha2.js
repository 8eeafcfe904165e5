/* SHA-256 and SHA-512 (FIPS 180-4), for browsers that give a page from a file no cryptography. */

const U64 = (1n << 64n) - 1n;

/* The greatest whole number whose power is not above n, by Newton's method from above. */
function wholeRoot(n, power) {
  let x = 1n << BigInt(Math.ceil(n.toString(2).length / Number(power)));
  for (;;) {
    const next = ((power - 1n) * x + n / x ** (power - 1n)) / power;
    if (next >= x) return x;
    x = next;
  }
}

/* Both start from the fractions of roots of the first primes: 64 bits for SHA-512, their upper half for SHA-256. */
const SHA2 = (() => {
  const primes = [];
  for (let n = 2; primes.length < 80; n++) if (primes.every(p => n % p)) primes.push(n);
  const fractions = power => primes.map(p => wholeRoot(BigInt(p) << (64n * power), power) & U64),
    upper = list => Int32Array.from(list, x => Number(BigInt.asIntN(32, x >> 32n)));
  const square = fractions(2n).slice(0, 8),
    cube = fractions(3n);
  return { start512: square, rounds512: cube, start256: upper(square), rounds256: upper(cube.slice(0, 64)) };
})();

/* Hands every block of the parts to `step`, and the padding behind them. */
function eachBlock(parts, size, step) {
  const block = new Uint8Array(size),
    view = new DataView(block.buffer);
  let used = 0,
    total = 0;
  for (const part of parts) {
    total += part.length;
    for (let at = 0; at < part.length; ) {
      const n = Math.min(size - used, part.length - at);
      block.set(part.subarray(at, at + n), used);
      at += n;
      used += n;
      if (used === size) {
        step(view);
        used = 0;
      }
    }
  }
  block.fill(0, used);
  block[used] = 0x80;
  if (used >= size - size / 8) {
    step(view);
    block.fill(0);
  }
  view.setUint32(size - 8, Math.floor(total / 0x20000000));
  view.setUint32(size - 4, (total << 3) >>> 0);
  step(view);
}

function plainSha256(...parts) {
  const state = Int32Array.from(SHA2.start256),
    w = new Int32Array(64),
    k = SHA2.rounds256;
  eachBlock(parts, 64, view => {
    for (let i = 0; i < 16; i++) w[i] = view.getInt32(4 * i);
    for (let i = 16; i < 64; i++) {
      const x = w[i - 15],
        y = w[i - 2];
      w[i] =
        (w[i - 16] +
          w[i - 7] +
          (((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3)) +
          (((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10))) |
        0;
    }
    let [a, b, c, d, e, f, g, h] = state;
    for (let i = 0; i < 64; i++) {
      const t =
          (h + (((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7))) + ((e & f) ^ (~e & g)) + k[i] + w[i]) | 0,
        u = ((((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10))) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      h = g;
      g = f;
      f = e;
      e = (d + t) | 0;
      d = c;
      c = b;
      b = a;
      a = (t + u) | 0;
    }
    [a, b, c, d, e, f, g, h].forEach((x, i) => {
      state[i] += x;
    });
  });
  const out = new DataView(new ArrayBuffer(32));
  state.forEach((x, i) => out.setInt32(4 * i, x));
  return new Uint8Array(out.buffer);
}

/* Only what is signed is hashed so, a few kilobytes: whole numbers of any size are quick enough. */
function plainSha512(...parts) {
  const state = SHA2.start512.slice(),
    w = [],
    right = (x, n) => ((x >> n) | (x << (64n - n))) & U64;
  eachBlock(parts, 128, view => {
    for (let i = 0; i < 16; i++) w[i] = (BigInt(view.getUint32(8 * i)) << 32n) | BigInt(view.getUint32(8 * i + 4));
    for (let i = 16; i < 80; i++) {
      const x = w[i - 15],
        y = w[i - 2];
      w[i] = (w[i - 16] + w[i - 7] + (right(x, 1n) ^ right(x, 8n) ^ (x >> 7n)) + (right(y, 19n) ^ right(y, 61n) ^ (y >> 6n))) & U64;
    }
    let [a, b, c, d, e, f, g, h] = state;
    for (let i = 0; i < 80; i++) {
      const t = h + (right(e, 14n) ^ right(e, 18n) ^ right(e, 41n)) + ((e & f) ^ ((U64 ^ e) & g)) + SHA2.rounds512[i] + w[i],
        u = (right(a, 28n) ^ right(a, 34n) ^ right(a, 39n)) + ((a & b) ^ (a & c) ^ (b & c));
      h = g;
      g = f;
      f = e;
      e = (d + t) & U64;
      d = c;
      c = b;
      b = a;
      a = (t + u) & U64;
    }
    [a, b, c, d, e, f, g, h].forEach((x, i) => {
      state[i] = (state[i] + x) & U64;
    });
  });
  const out = new DataView(new ArrayBuffer(64));
  state.forEach((x, i) => {
    out.setUint32(8 * i, Number(x >> 32n));
    out.setUint32(8 * i + 4, Number(x & 0xffffffffn));
  });
  return new Uint8Array(out.buffer);
}
