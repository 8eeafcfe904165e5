/* checker: the page that verifies certificates in a browser, as one HTML file. What it says (verdicts, reasons, labels, diagnostics) comes from the tables that
 * khung verify speaks from; its rules are those of verify, roll, keys, claim, seal, cbor and states once more, in JavaScript (tests/browser/verify.mjs holds
 * them together). The public call is khung_verify_page of khung.h. */
#ifndef KHUNG_CHECKER_H
#define KHUNG_CHECKER_H

#include "khung.h"

enum { KHUNG__CHECKER_MOST_REGISTER = 16 << 20 }; /* bytes of register.csv that a page carries: more would be slow to open on a telephone */

#endif
