/* cms/key: whether a key and its certificates may sign, and what is kept of them. */
#include "inside.h"

#include <malloc.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "../words.h"

static const khung__at nowhere = {0};

/* ---- memory ---- */

/* libcrypto frees some of what it decoded of a private key without wiping it. So it gets functions that wipe, if nobody used it in this process before;
 * where the host did, it stays with its own. They fail as malloc does and know nothing of khung__alloc: libcrypto keeps much of what it takes, for ever. */
static void wipe_free(void *p, const char *file, int line)
{
    (void)file, (void)line;
    if (p)
        explicit_bzero(p, malloc_usable_size(p));
    free(p);
}

static void *take(size_t n, const char *file, int line)
{
    (void)file, (void)line;
    return n ? malloc(n) : NULL;
}

static void *take_more(void *p, size_t n, const char *file, int line)
{
    size_t had = p ? malloc_usable_size(p) : 0;
    void *more = take(n, file, line);
    if (more && p)
        memcpy(more, p, had < n ? had : n);
    if (more || !n)
        wipe_free(p, file, line);
    return more;
}

static pthread_once_t once = PTHREAD_ONCE_INIT;

static void set_memory(void)
{
    CRYPTO_set_mem_functions(take, take_more, wipe_free);
}

/* ---- the context ---- */

static bool open_context(struct khung__cms_secret *s)
{
    pthread_once(&once, set_memory);
    OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG, NULL);
    s->context = OSSL_LIB_CTX_new();
    s->usual = s->context ? OSSL_PROVIDER_load(s->context, "default") : NULL;
    s->old = s->usual ? OSSL_PROVIDER_load(s->context, "legacy") : NULL;
    return s->usual != NULL;
}

static void close_context(struct khung__cms_secret *s)
{
    EVP_PKEY_free(s->key);
    if (s->old)
        OSSL_PROVIDER_unload(s->old);
    if (s->usual)
        OSSL_PROVIDER_unload(s->usual);
    OSSL_LIB_CTX_free(s->context);
    ERR_clear_error();
}

void khung_pdf_key_free(khung_pdf_key *key)
{
    if (!key)
        return;
    if (key->secret)
        close_context(key->secret);
    khung__free(key->secret);
    khung__arena_free(&key->arena);
    khung__free(key);
}

/* ---- what may sign ---- */

static khung_status check_kind(khung_pdf_key *key, khung_log *log)
{
    char number[24], curve[64] = "";
    EVP_PKEY *pair = key->secret->key;
    int kind = EVP_PKEY_get_base_id(pair), bits = EVP_PKEY_get_bits(pair);
    snprintf(number, sizeof number, "%d", bits);
    key->rsa = kind == EVP_PKEY_RSA;
    if (key->rsa)
        return bits >= KHUNG__CMS_RSA_LEAST ? KHUNG_OK : KHUNG__DIAG(log, KHUNG__D_CMS_RSA_SHORT, nowhere, khung__str_of(number));
    if (kind != EVP_PKEY_EC)
        return KHUNG__DIAG(log, KHUNG__D_CMS_KIND, nowhere);
    if (!EVP_PKEY_get_group_name(pair, curve, sizeof curve, NULL))
        strcpy(curve, "?");
    return strcmp(curve, "prime256v1") == 0 ? KHUNG_OK : KHUNG__DIAG(log, KHUNG__D_CMS_CURVE, nowhere, khung__str_of(curve));
}

static khung_status find_own(X509 **own, const khung_pdf_key *key, const khung__cms_given *given, khung_log *log)
{
    *own = NULL;
    if (!given->count)
        return KHUNG__DIAG(log, KHUNG__D_CMS_NO_CERTIFICATE, nowhere);
    for (size_t i = 0; i < given->count && !*own; i++)
        *own = X509_check_private_key(given->list[i], key->secret->key) == 1 ? given->list[i] : NULL;
    return *own ? KHUNG_OK : KHUNG__DIAG(log, KHUNG__D_CMS_MISMATCH, nowhere);
}

/* The day of a moment where clocks are seven hours ahead, in the log's language; `moment` in milliseconds. */
static khung__str day_text(khung_pdf_key *key, int64_t moment, const khung_log *log)
{
    time_t seconds = (time_t)(moment / 1000) + 7 * 3600;
    struct tm civil;
    khung__buf text = {0};
    gmtime_r(&seconds, &civil);
    khung__buf_date_short(&text, (khung__date){civil.tm_year + 1900, civil.tm_mon + 1, civil.tm_mday},
                          khung__language_of(khung__str_of(khung__diag_language(log))));
    return khung__buf_take(&text, &key->arena);
}

static int64_t moment_of(const ASN1_TIME *time)
{
    struct tm civil;
    return ASN1_TIME_to_tm(time, &civil) ? (int64_t)timegm(&civil) * 1000 : 0;
}

static khung_status check_own(khung_pdf_key *key, X509 *own, int64_t now, khung_log *log)
{
    int64_t from = moment_of(X509_get0_notBefore(own)), until = moment_of(X509_get0_notAfter(own));
    if (now < from)
        return KHUNG__DIAG(log, KHUNG__D_CMS_EARLY, nowhere, day_text(key, from, log));
    if (now >= until + 1000)
        return KHUNG__DIAG(log, KHUNG__D_CMS_EXPIRED, nowhere, day_text(key, until, log));
    uint32_t usage = X509_get_key_usage(own); /* all bits where nothing is said */
    return usage & (KU_DIGITAL_SIGNATURE | KU_NON_REPUDIATION) ? KHUNG_OK : KHUNG__DIAG(log, KHUNG__D_CMS_USAGE, nowhere);
}

/* ---- what is kept ---- */

/* A copy of what libcrypto wrote; *right becomes false when there is none. */
static khung__str keep_der(khung_pdf_key *key, unsigned char *der, int n, bool *right)
{
    khung__str kept = n > 0 ? khung__str_copy(&key->arena, (khung__str){(const char *)der, (size_t)n}) : (khung__str){0};
    CRYPTO_free(der, __FILE__, __LINE__);
    *right = *right && kept.s;
    return kept;
}

static bool keep_certificate(khung_pdf_key *key, X509 *certificate)
{
    unsigned char *der = NULL;
    bool right = true;
    int n = i2d_X509(certificate, &der);
    key->chain[key->chain_count++] = keep_der(key, der, n, &right);
    return right;
}

/* Who signed each, as long as it is among what was given; a certificate that signed itself ends the chain. */
static bool keep_chain(khung_pdf_key *key, X509 *own, const khung__cms_given *given)
{
    X509 *last = own;
    bool right = keep_certificate(key, own);
    while (right && key->chain_count < KHUNG__CMS_MOST_CHAIN && X509_check_issued(last, last) != X509_V_OK) {
        X509 *next = NULL;
        for (size_t i = 0; i < given->count && !next; i++)
            next = X509_check_issued(given->list[i], last) == X509_V_OK ? given->list[i] : NULL;
        if (!next)
            break;
        right = keep_certificate(key, next);
        last = next;
    }
    return right;
}

/* Valid UTF-8 without controls, NFC. */
static khung__str clean(khung_pdf_key *key, khung__str text)
{
    khung__buf good = {0};
    for (const char *p = text.s, *end = text.s + text.n; p < end;) {
        char bytes[4];
        int32_t code = khung__utf8_next(&p, end);
        khung__buf_add(&good, bytes, khung__utf8_put(bytes, code < 0 ? 0xFFFD : code < ' ' || (code >= 0x7F && code < 0xA0) ? ' ' : code));
    }
    khung__str whole = khung__text_trim(khung__buf_take(&good, &key->arena)), composed = {0};
    return whole.s && khung__text_nfc(&key->arena, whole, &composed) ? composed : (khung__str){0};
}

/* The first part of that kind; empty where there is none, absent when memory ends. */
static khung__str part_of(khung_pdf_key *key, const X509_NAME *subject, int kind)
{
    unsigned char *text = NULL;
    int at = X509_NAME_get_index_by_NID(subject, kind, -1);
    int n = at < 0 ? 0 : ASN1_STRING_to_UTF8(&text, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(subject, at)));
    khung__str part = n > 0 ? clean(key, (khung__str){(const char *)text, (size_t)n}) : KHUNG__S("");
    CRYPTO_free(text, __FILE__, __LINE__);
    return part;
}

static bool keep_names(khung_pdf_key *key, X509 *own)
{
    static const int kinds[] = {NID_commonName, NID_organizationName, NID_organizationalUnitName, NID_pkcs9_emailAddress};
    const X509_NAME *subject = X509_get_subject_name(own);
    unsigned char *issuer = NULL, *serial = NULL;
    bool right = true;
    for (size_t i = 0; i < 4 && !key->name.n && right; i++) {
        key->name = part_of(key, subject, kinds[i]);
        right = key->name.s != NULL;
    }
    if (!key->name.n)
        key->name = KHUNG__S("?");
    key->organisation = part_of(key, subject, NID_organizationName);
    right = right && key->organisation.s;
    if (khung__str_eq(key->organisation, key->name))
        key->organisation = KHUNG__S("");
    int n = i2d_X509_NAME(X509_get_issuer_name(own), &issuer);
    key->issuer = keep_der(key, issuer, n, &right);
    n = i2d_ASN1_INTEGER(X509_get0_serialNumber(own), &serial);
    key->serial = keep_der(key, serial, n, &right);
    return right;
}

static khung_status load(khung_pdf_key *key, khung__cms_given *given, khung__str bytes, khung__str certificates, khung__str passphrase, int64_t now,
                         khung_log *log)
{
    X509 *own = NULL;
    if (!open_context(key->secret))
        return KHUNG_NO_MEMORY;
    khung_status status = khung__cms_read(key->secret, given, bytes, certificates, passphrase, log);
    if (status == KHUNG_OK)
        status = check_kind(key, log);
    if (status == KHUNG_OK)
        status = find_own(&own, key, given, log);
    if (status == KHUNG_OK)
        status = check_own(key, own, now, log);
    if (status == KHUNG_OK && (!keep_chain(key, own, given) || !keep_names(key, own)))
        status = KHUNG_NO_MEMORY;
    return status;
}

khung_status khung_pdf_key_load(khung_pdf_key **out, const char *bytes, size_t size, const char *certificates, size_t certificates_size,
                                const khung_secret *passphrase, int64_t now, khung_log *log)
{
    khung__cms_given given = {.count = 0};
    if (!out || !bytes)
        return KHUNG_BAD_CALL;
    khung_status status = khung__cms_late(log);
    khung_pdf_key *key = status == KHUNG_OK ? khung__alloc(sizeof *key) : NULL;
    if (!key)
        return status == KHUNG_OK ? KHUNG_NO_MEMORY : status;
    memset(key, 0, sizeof *key);
    key->secret = khung__alloc(sizeof *key->secret);
    if (!key->secret) {
        khung__free(key);
        return KHUNG_NO_MEMORY;
    }
    memset(key->secret, 0, sizeof *key->secret);
    khung__str word = passphrase ? (khung__str){passphrase->text, passphrase->size} : (khung__str){0};
    status = load(key, &given, (khung__str){bytes, size}, (khung__str){certificates, certificates_size}, word, now, log);
    for (size_t i = 0; i < given.count; i++)
        X509_free(given.list[i]);
    ERR_clear_error();
    if (status == KHUNG_OK)
        *out = key;
    else
        khung_pdf_key_free(key);
    return status;
}
