/* Any bytes as a bundle: as a file, and as the text in one (sealed here, since no chance finds a seal). What passes all checks that need
 * no store is packed from sound JSON; a refusal says why. */
#include <stdlib.h>
#include <string.h>

#include "store/exchange.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void open_parcel(const char *bytes, size_t size)
{
    khung_log *log = NULL;
    khung__parcel parcel;
    if (khung_log_new(&log, "vi") != KHUNG_OK) {
        abort();
    }
    khung_status status = khung__parcel_open(&parcel, bytes, size, log);
    if ((status == KHUNG_OK) == (khung_log_count_of(log, KHUNG_ERROR) != 0)) {
        abort();
    }
    khung__parcel_free(&parcel);
    khung_log_free(log);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static const char members[] =
        "\"made\":\"2026-11-22T03:15:00.000Z\",\"chain\":\"01a0c450-73d0-7430-83e5-561b28364af9\",\"number\":9,\"about\":"
        "{\"key\":\"01a0c450-73d0-7430-83e5-561b28364af9\"},\"threads\":[\"01a0c450-73d0-7430-83e5-561b28364af9\"]";
    char digest[KHUNG_DIGEST_SIZE], *packed = NULL;
    size_t n = 0, lines = 0;
    open_parcel((const char *)bytes, size);
    for (size_t i = 0; i < size; i++) {
        lines += bytes[i] == '\n';
    }
    if (khung__bundle_pack(&packed, &n, digest, KHUNG__S(members), (khung__str){(const char *)bytes, size}, lines, NULL, NULL) == KHUNG_OK) {
        open_parcel(packed, n);
        khung__free(packed);
    }
    return 0;
}
