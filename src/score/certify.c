/* Whether a result can be certified at all: what a certificate, its preview and the store ask of it alike. */
#include "../score.h"

#include <stdio.h>

static void refuse(khung_status *status, khung_log *log, khung__diag_id id, khung__str arg)
{
    khung_status said = KHUNG__DIAG(log, id, (khung__at){0}, arg);
    if (*status == KHUNG_OK)
        *status = said;
}

/* Everything that is missing is told at once. */
khung_status khung__result_certifiable(const khung_result *result, const khung_framework *framework, khung_log *log)
{
    bool asked = framework->certificate_reviewed;
    uint32_t open = 0;
    char digits[12];
    khung_status status = KHUNG_OK;
    for (uint32_t i = 0; i < result->criterion_count; i++) {
        khung_state state = result->criteria[i].state;
        bool unseen = state == KHUNG_UNVERIFIED && (asked || !result->complete);
        open += unseen || state == KHUNG_UNANSWERED || state == KHUNG_FACT_MISSING;
    }
    if (asked && !result->has_reviewer)
        refuse(&status, log, KHUNG__D_CERTIFICATE_NOT_REVIEWED, (khung__str){0});
    khung__str number = {digits, (size_t)snprintf(digits, sizeof digits, "%u", open)};
    if (!result->complete || (asked && result->has_reviewer && open))
        refuse(&status, log, KHUNG__D_CERTIFICATE_INCOMPLETE, number);
    if (result->complete && result->grade == KHUNG__NONE)
        refuse(&status, log, KHUNG__D_CERTIFICATE_NO_GRADE, (khung__str){0});
    return status;
}
