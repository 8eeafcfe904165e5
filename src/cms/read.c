/* cms/read: keys and certificates out of files, as offices hand them out: PEM, or PKCS #12 (.p12, .pfx) in new and old ciphers. */
#include "inside.h"

#include <string.h>

#include "../text/secret.h"

static const khung__at nowhere = {0};

bool khung_pdf_key_locked(const char *bytes, size_t size)
{
    return !memmem(bytes, size, "-----BEGIN ", 11) || memmem(bytes, size, "ENCRYPTED", 9) != NULL;
}

/* ---- passphrases ---- */

typedef struct asked {
    khung__str passphrase;
    bool was;
} asked;

/* libcrypto asks for the passphrase of a PEM file. */
static int answer(char *out, int room, int writing, void *data)
{
    asked *a = data;
    (void)writing;
    a->was = true;
    if (room < 0 || a->passphrase.n > (size_t)room)
        return -1;
    memcpy(out, a->passphrase.n ? a->passphrase.s : "", a->passphrase.n);
    return (int)a->passphrase.n;
}

/* ---- certificates ---- */

static BIO *open_bytes(khung__str bytes)
{
    return bytes.n <= INT32_MAX ? BIO_new_mem_buf(bytes.s, (int)bytes.n) : NULL;
}

static void keep(khung__cms_given *given, X509 *certificate)
{
    given->many = given->many || given->count == KHUNG__CMS_MOST_GIVEN;
    if (given->many)
        X509_free(certificate);
    else
        given->list[given->count++] = certificate;
}

static void add_der(khung__cms_given *given, OSSL_LIB_CTX *context, khung__str der)
{
    const unsigned char *p = (const unsigned char *)der.s;
    X509 *certificate = X509_new_ex(context, NULL);
    if (certificate && d2i_X509(&certificate, &p, (long)der.n)) /* frees it when it fails */
        keep(given, certificate);
}

static void add_pem(khung__cms_given *given, OSSL_LIB_CTX *context, khung__str text)
{
    asked nobody = {{0}, false};
    BIO *bytes = open_bytes(text);
    for (bool more = bytes != NULL; more && !given->many;) {
        X509 *certificate = X509_new_ex(context, NULL);
        more = certificate && PEM_read_bio_X509(bytes, &certificate, answer, &nobody);
        if (more)
            keep(given, certificate);
        else
            X509_free(certificate);
    }
    BIO_free(bytes);
}

/* A certificate of a PKCS #12 is of the host's context: it is read once more into ours. */
static void add_again(khung__cms_given *given, OSSL_LIB_CTX *context, const X509 *certificate)
{
    unsigned char *der = NULL;
    int n = certificate ? i2d_X509(certificate, &der) : 0;
    if (n > 0)
        add_der(given, context, (khung__str){(const char *)der, (size_t)n});
    CRYPTO_free(der, __FILE__, __LINE__);
}

/* ---- keys ---- */

static khung_status read_pem(struct khung__cms_secret *secret, khung__cms_given *given, khung__str text, khung__str passphrase, khung_log *log)
{
    asked a = {passphrase, false};
    BIO *bytes = open_bytes(text);
    secret->key = bytes ? PEM_read_bio_PrivateKey_ex(bytes, NULL, answer, &a, secret->context, NULL) : NULL;
    BIO_free(bytes);
    if (!secret->key)
        return KHUNG__DIAG(log, a.was ? KHUNG__D_CMS_PASSPHRASE : KHUNG__D_CMS_NO_KEY, nowhere);
    add_pem(given, secret->context, text);
    return KHUNG_OK;
}

/* Takes the key and all certificates out of it. */
static khung_status take_pkcs12(struct khung__cms_secret *secret, khung__cms_given *given, PKCS12 *file, const char *passphrase, khung_log *log)
{
    X509 *own = NULL;
    STACK_OF(X509) *others = NULL;
    bool right = PKCS12_parse(file, passphrase, &secret->key, &own, &others) == 1;
    add_again(given, secret->context, own);
    X509_free(own);
    for (int i = 0; others && i < sk_X509_num(others); i++) {
        add_again(given, secret->context, sk_X509_value(others, i));
        X509_free(sk_X509_value(others, i));
    }
    sk_X509_free(others);
    if (!right)
        return KHUNG__DIAG(log, KHUNG__D_CMS_OLD, nowhere);
    return secret->key ? KHUNG_OK : KHUNG__DIAG(log, KHUNG__D_CMS_NO_KEY, nowhere);
}

/* `word` ends with a NUL. */
static khung_status open_pkcs12(struct khung__cms_secret *secret, khung__cms_given *given, PKCS12 *file, const char *word, khung_log *log)
{
    bool right = !PKCS12_mac_present(file) || PKCS12_verify_mac(file, word, -1);
    if (!right && !*word) { /* some programs take none for a passphrase of no letters */
        word = NULL;
        right = PKCS12_verify_mac(file, NULL, 0);
    }
    return right ? take_pkcs12(secret, given, file, word, log) : KHUNG__DIAG(log, KHUNG__D_CMS_PASSPHRASE, nowhere);
}

static khung_status read_pkcs12(struct khung__cms_secret *secret, khung__cms_given *given, khung__str bytes, khung__str passphrase, khung_log *log)
{
    const unsigned char *p = (const unsigned char *)bytes.s;
    PKCS12 *file = PKCS12_init_ex(NID_pkcs7_data, secret->context, NULL);
    if (!file || !d2i_PKCS12(&file, &p, (long)bytes.n)) /* frees it when it fails */
        return KHUNG__DIAG(log, KHUNG__D_CMS_NO_KEY, nowhere);
    char *word = khung__secret_new(passphrase.n + 1);
    khung_status status = KHUNG_NO_MEMORY;
    if (word) {
        memcpy(word, passphrase.n ? passphrase.s : "", passphrase.n);
        word[passphrase.n] = '\0';
        status = open_pkcs12(secret, given, file, word, log);
    }
    khung__secret_free(word);
    PKCS12_free(file);
    return status;
}

khung_status khung__cms_read(struct khung__cms_secret *secret, khung__cms_given *given, khung__str key, khung__str certificates, khung__str passphrase,
                             khung_log *log)
{
    bool text = memmem(key.s, key.n, "-----BEGIN ", 11) != NULL;
    khung_status status = text ? read_pem(secret, given, key, passphrase, log) : read_pkcs12(secret, given, key, passphrase, log);
    if (status != KHUNG_OK || !certificates.n)
        return status;
    size_t before = given->count;
    if (memmem(certificates.s, certificates.n, "-----BEGIN ", 11))
        add_pem(given, secret->context, certificates);
    else
        add_der(given, secret->context, certificates);
    return given->count > before || given->many ? KHUNG_OK : KHUNG__DIAG(log, KHUNG__D_CMS_NO_CERTIFICATE, nowhere);
}
