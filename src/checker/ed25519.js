/* Ed25519 (RFC 8032): is a signature right? In whole numbers of any size where the browser cannot say. Points and keys of small order and numbers
 * that are not in their one form are refused first, also when the browser does the rest, so that all say the same as libsodium. */

const ED = (() => {
  const p = (1n << 255n) - 19n,
    mod = x => {
      const r = x % p;
      return r < 0n ? r + p : r;
    },
    power = (x, n) => {
      let result = 1n;
      for (; n > 0n; n >>= 1n) {
        if (n & 1n) result = (result * x) % p;
        x = (x * x) % p;
      }
      return result;
    };
  const order = (1n << 252n) + 27742317777372353535851937790883648493n,
    d = mod(-121665n * power(121666n, p - 2n)),
    root = power(2n, (p - 1n) / 4n);
  return { p, mod, power, order, d, root };
})();

const littleEndian = bytes => BigInt('0x' + hexOf(Uint8Array.from(bytes).reverse()));

/* The point of 32 bytes, in extended coordinates; null where there is none. */
function pointOf(bytes) {
  const { p, mod, power, d, root } = ED,
    all = littleEndian(bytes),
    sign = all >> 255n,
    y = all & ((1n << 255n) - 1n);
  if (y >= p) return null;
  const u = mod(y * y - 1n),
    v = mod(d * y * y + 1n),
    v3 = mod(v * v * v);
  let x = mod(u * v3 * power(mod(u * v3 * v3 * v), (p - 5n) / 8n));
  const check = mod(v * x * x);
  if (check === mod(-u)) x = mod(x * root);
  else if (check !== u) return null;
  if ((x & 1n) !== sign) x = mod(-x);
  return [x, y, 1n, mod(x * y)];
}

function bytesOfPoint([x, y, z]) {
  const { p, mod, power } = ED,
    inverse = power(z, p - 2n),
    out = new Uint8Array(32);
  let all = mod(y * inverse) | ((mod(x * inverse) & 1n) << 255n);
  for (let i = 0; i < 32; i++, all >>= 8n) out[i] = Number(all & 255n);
  return out;
}

function addPoints([x1, y1, z1, t1], [x2, y2, z2, t2]) {
  const { mod, d } = ED,
    a = mod((y1 - x1) * (y2 - x2)),
    b = mod((y1 + x1) * (y2 + x2)),
    c = mod(2n * d * t1 * t2),
    e = mod(2n * z1 * z2);
  return [mod((b - a) * (e - c)), mod((e + c) * (b + a)), mod((e - c) * (e + c)), mod((b - a) * (b + a))];
}

function doublePoint([x, y, z]) {
  const { mod } = ED,
    a = mod(x * x),
    b = mod(y * y),
    h = a + b,
    e = h - mod((x + y) * (x + y)),
    g = a - b,
    f = mod(2n * z * z) + g;
  return [mod(e * f), mod(g * h), mod(f * g), mod(e * h)];
}

/* n P + m Q, both bits at once. */
function sumOfMultiples(n, P, m, Q) {
  const both = addPoints(P, Q);
  let sum = [0n, 1n, 1n, 0n];
  for (let bit = 255n; bit >= 0n; bit--) {
    const inN = (n >> bit) & 1n,
      inM = (m >> bit) & 1n;
    sum = doublePoint(sum);
    if (inN && inM) sum = addPoints(sum, both);
    else if (inN || inM) sum = addPoints(sum, inN ? P : Q);
  }
  return sum;
}

/* One of the eight points that prove nothing. */
function isSmall(point) {
  const [x, y, z] = doublePoint(doublePoint(doublePoint(point)));
  return x === 0n && y === z;
}

/* Whether key and signature are such as an honest signer gives; what the rest needs. */
function signatureParts(signature, key) {
  const s = littleEndian(signature.subarray(32)),
    A = pointOf(key),
    R = pointOf(signature.subarray(0, 32));
  return s < ED.order && A && R && !isSmall(A) && !isSmall(R) ? { s, A } : null;
}

const BASE = pointOf(Uint8Array.from({ length: 32 }, (x, i) => (i ? 0x66 : 0x58)));

function plainRight(signature, message, key) {
  const parts = signatureParts(signature, key);
  if (!parts) return false;
  const h = littleEndian(plainSha512(signature.subarray(0, 32), key, message)) % ED.order,
    [x, y, z, t] = parts.A,
    { mod } = ED;
  return sameBytes(bytesOfPoint(sumOfMultiples(parts.s, BASE, h, [mod(-x), y, z, mod(-t)])), signature.subarray(0, 32));
}

/* ---- what the browser has ---- */

const plainEngine = { name: 'plain', sha256: async (...parts) => plainSha256(...parts), right: async (...all) => plainRight(...all) };

/* RFC 8032, section 7.1, test 2: a browser that does not agree, or agrees to a changed message, is not asked. */
const RFC8032 = {
  key: '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
  message: '72',
  signature:
    '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
};
const bytesOfHex = hex => Uint8Array.from(hex.match(/../g) || [], pair => parseInt(pair, 16));

async function browserEngine() {
  const subtle = window.crypto && window.crypto.subtle;
  if (!subtle) return plainEngine;
  const sha256 = async (...parts) => new Uint8Array(await subtle.digest('SHA-256', parts.length === 1 ? parts[0] : joined(...parts)));
  const right = async (signature, message, key) => {
    if (!signatureParts(signature, key)) return false;
    return subtle.verify('Ed25519', await subtle.importKey('raw', key, 'Ed25519', false, ['verify']), signature, message);
  };
  try {
    const { key, message, signature } = RFC8032,
      parts = [bytesOfHex(signature), bytesOfHex(message), bytesOfHex(key)];
    const fits = (await right(...parts)) && !(await right(parts[0], utf8('x'), parts[2])) && sameBytes(await sha256(parts[2]), plainSha256(parts[2]));
    return fits ? { name: 'browser', sha256, right } : plainEngine;
  } catch (error) {
    return plainEngine; // it has no Ed25519
  }
}
