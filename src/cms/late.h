/* cms/late.h: OpenSSL's libcrypto, loaded when the first PDF is signed with an X.509 key (../late.h says why). */
#ifndef KHUNG_CMS_LATE_H
#define KHUNG_CMS_LATE_H

#include "../diag.h"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <openssl/provider.h>
#include <openssl/x509v3.h>

/* Loads the library, once a process and from any thread. KHUNG_NOT_FOUND, said in the log, when it is not installed. */
khung_status khung__cms_late(khung_log *log);

#define L(name) extern __typeof__(&name) khung__late_##name;
#include "late.def"
#undef L

#ifndef KHUNG__LATE_ITSELF /* late.c, which needs the plain names */
#define OPENSSL_init_crypto khung__late_OPENSSL_init_crypto
#define OSSL_LIB_CTX_new khung__late_OSSL_LIB_CTX_new
#define OSSL_LIB_CTX_free khung__late_OSSL_LIB_CTX_free
#define OSSL_PROVIDER_load khung__late_OSSL_PROVIDER_load
#define OSSL_PROVIDER_unload khung__late_OSSL_PROVIDER_unload
#define CRYPTO_free khung__late_CRYPTO_free
#define CRYPTO_set_mem_functions khung__late_CRYPTO_set_mem_functions
#define ERR_clear_error khung__late_ERR_clear_error
#define BIO_new_mem_buf khung__late_BIO_new_mem_buf
#define BIO_free khung__late_BIO_free
#define PEM_read_bio_PrivateKey_ex khung__late_PEM_read_bio_PrivateKey_ex
#define PEM_read_bio_X509 khung__late_PEM_read_bio_X509
#define PKCS12_init_ex khung__late_PKCS12_init_ex
#define PKCS12_free khung__late_PKCS12_free
#define PKCS12_mac_present khung__late_PKCS12_mac_present
#define PKCS12_verify_mac khung__late_PKCS12_verify_mac
#define PKCS12_parse khung__late_PKCS12_parse
#define d2i_PKCS12 khung__late_d2i_PKCS12
#define d2i_X509 khung__late_d2i_X509
#define i2d_X509 khung__late_i2d_X509
#define i2d_X509_NAME khung__late_i2d_X509_NAME
#define i2d_ASN1_INTEGER khung__late_i2d_ASN1_INTEGER
#define X509_new_ex khung__late_X509_new_ex
#define X509_free khung__late_X509_free
#define X509_check_private_key khung__late_X509_check_private_key
#define X509_check_issued khung__late_X509_check_issued
#define X509_get0_notBefore khung__late_X509_get0_notBefore
#define X509_get0_notAfter khung__late_X509_get0_notAfter
#define X509_get_key_usage khung__late_X509_get_key_usage
#define X509_get_subject_name khung__late_X509_get_subject_name
#define X509_get_issuer_name khung__late_X509_get_issuer_name
#define X509_get0_serialNumber khung__late_X509_get0_serialNumber
#define X509_NAME_get_index_by_NID khung__late_X509_NAME_get_index_by_NID
#define X509_NAME_get_entry khung__late_X509_NAME_get_entry
#define X509_NAME_ENTRY_get_data khung__late_X509_NAME_ENTRY_get_data
#define ASN1_STRING_to_UTF8 khung__late_ASN1_STRING_to_UTF8
#define ASN1_TIME_to_tm khung__late_ASN1_TIME_to_tm
#define OPENSSL_sk_num khung__late_OPENSSL_sk_num
#define OPENSSL_sk_value khung__late_OPENSSL_sk_value
#define OPENSSL_sk_free khung__late_OPENSSL_sk_free
#define EVP_PKEY_free khung__late_EVP_PKEY_free
#define EVP_PKEY_get_base_id khung__late_EVP_PKEY_get_base_id
#define EVP_PKEY_get_bits khung__late_EVP_PKEY_get_bits
#define EVP_PKEY_get_group_name khung__late_EVP_PKEY_get_group_name
#define EVP_MD_CTX_new khung__late_EVP_MD_CTX_new
#define EVP_MD_CTX_free khung__late_EVP_MD_CTX_free
#define EVP_DigestSignInit_ex khung__late_EVP_DigestSignInit_ex
#define EVP_DigestSign khung__late_EVP_DigestSign
#endif

#endif
