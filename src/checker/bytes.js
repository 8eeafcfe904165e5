/* Bytes and the texts made of them. What is read here was made by anybody: every reader says no to what is not in its one form. */

const NONE = new Uint8Array(0);
const utf8 = text => new TextEncoder().encode(text);
const plainText = bytes => new TextDecoder('latin1').decode(bytes);

/* UTF-8 as it is; null where it is none. */
function textOf(bytes) {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    return null;
  }
}

const hexOf = bytes => Array.from(bytes, b => b.toString(16).padStart(2, '0')).join('');

/* Every byte is looked at, whatever was found before. */
function sameBytes(a, b) {
  let differs = a.length ^ b.length;
  for (let i = 0; i < a.length && i < b.length; i++) differs |= a[i] ^ b[i];
  return differs === 0;
}

/* Base64 with padding, in the one form that writing gives (RFC 4648); null for anything else. */
function base64Read(text) {
  try {
    const raw = window.atob(text);
    return window.btoa(raw) === text ? Uint8Array.from(raw, c => c.charCodeAt(0)) : null;
  } catch (error) {
    return null;
  }
}

function joined(...parts) {
  const all = new Uint8Array(parts.reduce((n, part) => n + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/* Where `what` begins in bytes, from `at` on and before `end`; -1: nowhere. */
function find(bytes, what, at, end) {
  const last = (end === undefined ? bytes.length : Math.min(end, bytes.length)) - what.length;
  for (let i = bytes.indexOf(what[0], at); i >= 0 && i <= last; i = bytes.indexOf(what[0], i + 1)) {
    let n = 1;
    while (n < what.length && bytes[i + n] === what[n]) n++;
    if (n === what.length) return i;
  }
  return -1;
}

/* A whole number of bytes, the greatest first. */
const numberOf = bytes => bytes.reduce((value, b) => value * 256 + b, 0);

/* At most so many bytes of UTF-8, and no letter cut in two. */
function shortened(text, most) {
  const bytes = utf8(text);
  let n = Math.min(bytes.length, most);
  while (n < bytes.length && n > 0 && (bytes[n] & 0xc0) === 0x80) n--;
  return textOf(bytes.subarray(0, n));
}

/* That something cannot be used, so that there is no verdict: a diagnostic of the program with what it names. */
class Refusal extends Error {
  constructor(name, argument) {
    super(name);
    this.argument = argument === undefined ? '' : String(argument);
  }
}
