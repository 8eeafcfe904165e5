/* What a certificate is worth: the steps of src/verify/judge.c, one by one. Each either ends with a verdict and its
 * reason or hands on to the next. */

function end(v, verdict, reason, ...said) {
  Object.assign(v, { verdict, reason, said: said.map(text => shortened(String(text), 255)) });
  return true;
}
const endByRegister = (v, verdict, reason) => end(v, verdict, reason, v.roll.head.number, v.roll.head.day);

/* ---- the claim's own signature ---- */

async function judgeClaim(v, bytes) {
  const message = readMessage(bytes, 'khung-certificate-1'),
    claim = message && readClaim(message.payload);
  if (!claim) return end(v, 'forged', 'attachment-changed');
  v.claim = claim;
  v.digest = await v.engine.sha256(message.payload);
  if (!v.keys) return end(v, 'unknown', 'no-keys');
  if (claim.id !== v.keys.issuer) return end(v, 'unknown', 'other-issuer', claim.id);
  v.key = keyNamed(v.keys, message.key);
  if (!v.key || v.key.recovery) return end(v, 'forged', 'other-key');
  if (!(await messageRight(v.engine, message, v.key.open))) return end(v, 'forged', 'attachment-forged');
  const worth = worthOf(v.key, claim.issued);
  v.proved = worth !== 'early' && worth !== 'retired';
  return !v.proved && end(v, 'forged', 'past-key');
}

/* ---- the pages around it ---- */

async function judgeSeal(v, found) {
  if (!sameBytes(found.ofClaim, await v.engine.sha256(found.claim))) return end(v, 'forged', 'other-paper');
  const key = keyNamed(v.keys, found.seal.key);
  if (!key || key.recovery || !(await messageRight(v.engine, found.seal, key.open)) || !sameBytes(found.ofFile, found.file))
    return end(v, 'forged', 'paper-changed');
  v.pages = key.revoked ? 'unproved' : 'sealed';
  v.signer = key.revoked ? '' : found.signer;
  v.signaturePlace = !v.signer ? '' : found.empty ? 'empty' : 'filled';
  return false;
}

/* The certificate in a badge, and the badge around it. */
async function judgeBadge(v, bytes) {
  if (!isBadge(bytes)) return end(v, 'unknown', 'no-code');
  const found = await readBadge(v.engine, bytes);
  if (!found) return end(v, 'unknown', 'badge');
  if (await judgeClaim(v, found.claim)) return true;
  for (const key of v.keys.keys) {
    if (key.recovery || !(await badgeRight(v.engine, found, key.open))) continue;
    const worth = worthOf(key, found.created);
    if (worth === 'early' || worth === 'retired') break;
    v.badge = key.revoked ? 'unproved' : 'signed';
    return false;
  }
  return end(v, 'forged', 'badge-changed');
}

async function judgeFile(v, bytes) {
  const pdf = isPdf(bytes),
    found = await findSeal(v.engine, bytes);
  if (found.state === 'none') return pdf ? end(v, 'unknown', 'no-payload') : judgeBadge(v, bytes);
  if (found.state === 'many') return end(v, 'forged', 'many-payloads');
  if (found.state === 'damaged') return end(v, 'forged', 'attachment-changed');
  if (await judgeClaim(v, found.claim)) return true;
  if (!pdf) return false;
  return found.state === 'open' ? end(v, 'forged', 'no-seal') : judgeSeal(v, found);
}

/* ---- the code ---- */

async function judgeText(v, bytes) {
  const { fault: wrong, code } = await readCode(v.engine, bytes);
  if (wrong) return end(v, 'unknown', { none: 'no-code', short: 'code-short', slip: 'code-slip' }[wrong]);
  v.code = code;
  if (!v.keys) return end(v, 'unknown', 'no-keys');
  if (code.issuer !== v.keys.issuer) return end(v, 'unknown', 'other-issuer', code.issuer);
  return !v.register && end(v, 'unknown', 'code-alone');
}

/* With the address it came with or, typed without one, with any the issuer had. */
async function codeFits(v) {
  for (const url of v.keys.urls) if ((!v.code.url || v.code.url === url) && (await codeRight(v.engine, v.code, v.row.digest, url))) return true;
  return false;
}

/* ---- the register ---- */

const VERDICT_OF = {
  issued: 'in-force',
  reinstated: 'in-force',
  suspended: 'suspended',
  expired: 'expired',
  withdrawn: 'withdrawn',
  superseded: 'superseded',
  reissued: 'superseded',
};

function judgeMissing(v) {
  if (v.claim && v.roll.head.day < v.claim.issued) return endByRegister(v, 'unknown', 'register-earlier');
  if (v.key && v.key.revoked) {
    v.proved = false;
    return end(v, 'forged', 'revoked-key-forged', v.key.revoked, v.key.reason);
  }
  return endByRegister(v, 'unknown', 'not-listed');
}

/* The row is about another certificate than the one in hand. */
async function rowDiffers(v) {
  if (v.claim && !sameBytes(v.digest, v.row.digest)) {
    v.proved = v.proved && !v.key.revoked;
    return endByRegister(v, 'forged', 'listed-other');
  }
  return !!v.code && !(await codeFits(v)) && endByRegister(v, 'forged', 'code-forged');
}

async function judgeRow(v) {
  const { state, since } = stateOn(v.row, v.day),
    verdict = VERDICT_OF[state] || 'unknown',
    open = verdict === 'in-force' || verdict === 'suspended', // what a newer register could say otherwise
    stale = open && v.day > v.roll.head.next;
  if (await rowDiffers(v)) return true;
  v.hasRow = true;
  v.since = since;
  if (state === 'not-yet') return end(v, 'unknown', 'not-yet');
  return endByRegister(
    v,
    stale && verdict === 'in-force' ? 'in-force-as-of' : verdict,
    stale ? 'register-stale' : v.code ? 'register-code' : 'register',
  );
}

async function judgeRegister(v, seen) {
  v.roll = await openRegister(v.engine, v.register, v.keys);
  if (v.roll.head.number < seen) return endByRegister(v, 'unknown', 'register-old');
  if (v.code && v.code.url && !v.keys.urls.includes(v.code.url)) return end(v, 'forged', 'other-address', v.code.url);
  v.row = await findRow(v.engine, v.roll, v.claim ? v.claim.year : v.code.year, v.claim ? v.claim.nn : v.code.nn);
  return v.row ? judgeRow(v) : judgeMissing(v);
}

/* ---- without a register ---- */

function judgeAlone(v) {
  const c = v.claim,
    late = c.conditions.find(({ until }) => until && v.day > until);
  if (v.key.revoked) {
    v.proved = false;
    return end(v, 'unknown', 'revoked-key', v.key.revoked, v.key.reason);
  }
  v.since = c.issued;
  if (v.day < c.issued) return end(v, 'unknown', 'not-yet');
  if (c.until && v.day > c.until) {
    v.since = dayAfter(c.until);
    return end(v, 'expired', 'dates');
  }
  if (late) {
    v.since = dayAfter(late.until);
    return end(v, 'suspended', 'deadline', late.until);
  }
  return end(v, 'in-force-as-of', 'no-register');
}

/* ---- the whole ---- */

/* Judges `bytes`: a file, or a code as it was typed. asked: keys that were given and known ones (bytes or null), register {csv, sig} or null, the
 * highest number of a register that was seen, now (milliseconds), at ('' or a day or moment). A Refusal where keys or register cannot be used. */
async function judge(engine, bytes, asked) {
  const v = { engine, proved: false, said: [], since: '', hasRow: false, register: asked.register || null };
  Object.assign(v, { pages: '', badge: '', signer: '', signaturePlace: '' });
  const given = asked.keys && (await readKeys(engine, asked.keys)),
    known = asked.known && (await readKeys(engine, asked.known));
  v.keys = newerOf(given, known);
  const text = bytes.length <= 512 && find(bytes, utf8('khung-certificate'), 0) < 0 && !isPdf(bytes),
    ended = await (text ? judgeText(v, bytes) : judgeFile(v, bytes));
  v.day = askedDay(asked.at, asked.now, v.claim ? v.claim.offset : v.keys ? v.keys.offset : 7 * 60);
  if (v.day === null) throw new Refusal('VERIFY_DAY', asked.at);
  if (!ended) await (v.register ? judgeRegister(v, asked.seen || 0) : judgeAlone(v));
  return v;
}

/* ---- as khung verify --json has it ---- */

const inSentence = (text, said) => text.replace(/\{([01])\}/g, (all, i) => said[i] || '');

function withoutEmpty(object) {
  for (const name of Object.keys(object)) if (object[name] === '') delete object[name];
  return object;
}

function certificateJson(v) {
  const c = v.claim,
    head = v.hasRow && v.roll.head;
  if (!c)
    return withoutEmpty({
      year: v.row.year,
      nn: v.row.nn,
      number: numberText(v.row.nn, v.row.year, head.abbreviation),
      name: v.row.organisation,
      grade_title: v.row.grade,
      version: v.row.version,
      framework_title: v.row.framework,
      issued: v.row.issued,
      until: v.row.until,
      issuer: head.issuer,
      issuer_name: head.name,
    });
  return withoutEmpty({
    year: c.year,
    nn: c.nn,
    number: numberText(c.nn, c.year, c.abbreviation),
    organisation: c.organisation,
    name: c.name,
    grade: c.grade,
    grade_title: c['grade-title'],
    computed: c.computed,
    lowered_by: c['lowered-by'],
    lowered_why: c['lowered-why'],
    lowered_at: c['lowered-at'],
    framework: c.framework,
    version: c['framework-version'],
    framework_title: c['framework-title'],
    framework_digest: c['framework-digest'],
    result: c.result,
    from: c.from,
    to: c.to,
    issued: c.issued,
    until: c.until,
    issuer: c.id,
    issuer_name: c.issuer,
    conditions: c.conditions.length ? c.conditions.map(({ text, until }) => withoutEmpty({ text, until })) : '',
  });
}

function judgedJson(v) {
  const register = v.roll && { number: v.roll.head.number, dated: v.roll.head.day, next: v.roll.head.next };
  return withoutEmpty({
    verdict: v.verdict,
    reason: v.reason,
    text: inSentence(data.reasons[v.reason].en, v.said),
    at: v.day,
    since: v.since,
    proved: v.proved || v.hasRow,
    pages: v.pages,
    badge: v.badge,
    pdf_signature: v.signer,
    pdf_signature_place: v.signaturePlace,
    certificate: v.claim || v.hasRow ? certificateJson(v) : '',
    register: register || '',
    replaced_by: v.hasRow ? v.row.replaced : '',
  });
}
