/* framework/reach: bounds of what domains and conditions can come to, whatever is answered. Only sure things are said: where a
 * number is not known exactly, the bound is wider than the truth, never narrower. */
#ifndef KHUNG_FRAMEWORK_REACH_H
#define KHUNG_FRAMEWORK_REACH_H

#include "draft.h"

/* False when no banded score (the total's, or a top-level domain's where they are banded) can ever be `from` or more. */
bool khung__reach_step(khung__draft *draft, khung__micro from);

#endif
