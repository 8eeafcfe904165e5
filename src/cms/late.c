/* OpenSSL's libcrypto, loaded when the first PDF is signed (see late.h). */
#define KHUNG__LATE_ITSELF
#include "late.h"

#define KHUNG__LATE_LIST "../cms/late.def"
#define KHUNG__LATE_LIBRARIES {"libcrypto.so.3", "libcrypto.so", NULL}
#define KHUNG__LATE_FILL khung__cms_late
#define KHUNG__LATE_MISSING KHUNG__D_CMS_NO_LIBRARY
#include "../late/module.h"
