/* document_issued: a certificate that was issued, before its sheet is made: the signed claim, and whether it is about what is printed. */
#include "document.h"

#include <stdio.h>
#include <string.h>

khung_status khung__document_digest(unsigned char out[32], const khung_result *result)
{
    khung__buf kept = {0};
    khung__sha256 hash;
    khung__result_keep(&kept, result);
    khung__sha256_start(&hash);
    khung__sha256_add(&hash, kept.s, kept.n);
    khung__sha256_end(&hash, out);
    bool failed = kept.failed;
    khung__buf_free(&kept);
    return failed ? KHUNG_NO_MEMORY : KHUNG_OK;
}

static khung_status differs(khung_log *log, const char *what)
{
    return KHUNG__DIAG(log, KHUNG__D_ISSUED_DIFFERS, (khung__at){0}, khung__str_of(what));
}

/* The first thing that the claim says otherwise than the result; NULL: they agree. */
static const char *difference(const khung__claim *claim, const khung_framework *framework, const khung_result *result, const unsigned char digest[32])
{
    char text[KHUNG_DIGEST_SIZE] = "sha256:";
    for (size_t i = 0; i < 32; i++) {
        text[7 + 2 * i] = "0123456789abcdef"[digest[i] >> 4];
        text[8 + 2 * i] = "0123456789abcdef"[digest[i] & 15];
    }
    text[KHUNG_DIGEST_SIZE - 1] = '\0';
    if (!khung__str_eq(claim->framework, framework->id) || !khung__str_eq(claim->framework_version, framework->version))
        return "framework";
    if (khung__date_cmp(claim->from, result->from) != 0 || khung__date_cmp(claim->to, result->to) != 0)
        return "period";
    return khung__str_eq(claim->result, khung__str_of(text)) ? NULL : "result";
}

static khung_status find_grade(uint32_t *out, const khung__claim *claim, const khung_framework *framework, const khung_result *result, khung_log *log)
{
    for (uint32_t i = 0; i < framework->grade_count; i++)
        if (khung__str_eq(framework->grades[i].id, claim->grade)) {
            *out = i;
            bool lower = i > result->grade && claim->computed.n; /* best first */
            return i == result->grade || lower ? KHUNG_OK : differs(log, "grade");
        }
    return differs(log, "grade");
}

/* Who will sign the PDF with an X.509 key, and when. */
static khung_status tell_signer(khung__issued *out, khung__arena *arena, const khung_issued *given)
{
    out->digital = given->pdf_key != NULL;
    if (!out->digital)
        return KHUNG_OK;
    out->signer = khung__str_copy(arena, given->pdf_key->name);
    out->signer_of = khung__str_copy(arena, given->pdf_key->organisation);
    out->signed_at = given->pdf_at;
    out->signature_room = KHUNG__SEAL_HOLE;
    return out->signer.s && out->signer_of.s ? KHUNG_OK : KHUNG_NO_MEMORY;
}

khung_status khung__document_claim(khung__issued *out, khung__arena *arena, const khung_issued *given, const khung_framework *framework,
                                   const khung_result *result, const unsigned char digest[32], khung_log *log)
{
    khung__seal seal;
    khung__sealed sealed;
    khung__seal_state state = khung__seal_find(&seal, arena, (khung__str){given->text, given->size});
    const khung__key *key = NULL;
    if ((state != KHUNG__SEAL_OPEN && state != KHUNG__SEAL_CLOSED) || !khung__cose_read(&sealed, seal.claim, KHUNG__CLAIM_KIND) ||
        !khung__claim_read(&out->claim, sealed.payload))
        return KHUNG__DIAG(log, KHUNG__D_ISSUED_NONE, (khung__at){0});
    if (given->keys)
        key = khung__key_list_find(&given->keys->list, sealed.key);
    if (!key || !khung__cose_right(&sealed, key->open))
        return KHUNG__DIAG(log, KHUNG__D_ISSUED_KEY, (khung__at){0});
    const char *other = difference(&out->claim, framework, result, digest);
    if (other)
        return differs(log, other);
    out->signed_claim = seal.claim;
    khung__claim_digest(out->digest, sealed.payload);
    if (!khung__code_write(out->code, &out->claim, out->digest))
        return KHUNG__DIAG(log, KHUNG__D_ISSUED_CODE, (khung__at){0});
    return find_grade(&out->grade, &out->claim, framework, result, log);
}

khung_status khung__document_issued(khung__issued *out, khung__arena *arena, const khung_issued *given, const khung_framework *framework,
                                    const khung_result *result, const unsigned char digest[32], khung_log *log)
{
    khung_status status = khung__document_claim(out, arena, given, framework, result, digest, log);
    if (status == KHUNG_OK)
        status = tell_signer(out, arena, given);
    return status == KHUNG_OK ? khung__qr_encode(&out->qr, khung__str_of(out->code), log) : status;
}

/* "Lê Kim Chi, Trung tâm Năng lực", cut where it is longer than the line may be. */
static void put_name(khung__buf *out, const khung__issued *issued)
{
    khung__buf_str(out, issued->signer);
    if (issued->signer_of.n)
        khung__buf_z(out, ", ");
    khung__buf_str(out, issued->signer_of);
    for (out->n = out->n < KHUNG__SEAL_MOST_NAME ? out->n : KHUNG__SEAL_MOST_NAME; out->n && ((unsigned char)out->s[out->n] & 0xC0) == 0x80;)
        out->n--;
}

khung_status khung__document_attach_claim(khung__doc *doc, const khung__issued *issued, khung__str about)
{
    khung__buf text = {0}, name = {0};
    if (issued->digital)
        put_name(&name, issued);
    if (!name.failed && khung__seal_text(&text, issued->signed_claim, true, (khung__str){name.s, name.n}))
        khung__doc_attach(doc, (khung__attachment){KHUNG__SEAL_NAME, KHUNG__S("text/plain"), about, {text.s, text.n}, "Data", true});
    else
        khung__doc_fail(doc, KHUNG_NO_MEMORY);
    khung__buf_free(&text);
    khung__buf_free(&name);
    return doc->status;
}

/* ---- seal and signature ---- */

static void digest_around(unsigned char out[32], const khung__buf *pdf, const khung__signature *s)
{
    size_t after = s->hole + s->room + 1;
    khung__sha256 hash;
    khung__sha256_start(&hash);
    khung__sha256_add(&hash, pdf->s, s->hole - 1);
    khung__sha256_add(&hash, pdf->s + after, pdf->n - after);
    khung__sha256_end(&hash, out);
}

static khung_status put_signature(khung__buf *pdf, const khung__signature *s, const khung_pdf_key *key, khung_log *log)
{
    unsigned char digest[32];
    char needed[24], most[24];
    khung__buf der = {0};
    digest_around(digest, pdf, s);
    khung_status status = khung__cms_sign(&der, key, digest, log);
    snprintf(needed, sizeof needed, "%zu", der.n);
    snprintf(most, sizeof most, "%zu", s->room / 2);
    if (status == KHUNG_OK && der.n > s->room / 2)
        status = KHUNG__DIAG(log, KHUNG__D_CMS_LONG, (khung__at){0}, khung__str_of(needed), khung__str_of(most));
    for (size_t i = 0; status == KHUNG_OK && i < der.n; i++) {
        pdf->s[s->hole + 2 * i] = "0123456789abcdef"[(unsigned char)der.s[i] >> 4];
        pdf->s[s->hole + 2 * i + 1] = "0123456789abcdef"[der.s[i] & 15];
    }
    khung__buf_free(&der);
    return status;
}

khung_status khung__document_sign(khung__buf *pdf, const khung__doc *doc, const khung_issued *issued, khung_log *log)
{
    const khung__signature *s = doc->signature;
    bool attached = doc->attachment_count && doc->attachments[0].plain;
    if (attached && ((s && !khung__seal_hole(pdf->s, pdf->n, s->hole)) || !khung__seal_fill(pdf->s, pdf->n, issued->keys)))
        return KHUNG__DIAG(log, KHUNG__D_ISSUED_SEAL, (khung__at){0});
    if (!s && issued->pdf_key)
        return KHUNG__DIAG(log, KHUNG__D_CMS_NOT_ISSUED, (khung__at){0});
    return s ? put_signature(pdf, s, issued->pdf_key, log) : KHUNG_OK;
}
