/* description/builtin: the descriptions that the library carries in itself, so that it makes documents without any file. */
#include "../description.h"

#include <string.h>

/* Each ends in a NUL, which does not count. */
static const char assessment[] = {
#include "assessment.yaml.h"
};
static const char certificate[] = {
#include "certificate.yaml.h"
};
static const char summary[] = {
#include "summary.yaml.h"
};
static const char questionnaire[] = {
#include "questionnaire.yaml.h"
};
static const char plan[] = {
#include "plan.yaml.h"
};
static const char portfolio[] = {
#include "portfolio.yaml.h"
};
static const char register_[] = {
#include "register.yaml.h"
};

khung_status khung_description_own(khung_description **out, const char *id, khung_log *log)
{
    static const struct {
        const char *id, *name, *bytes;
        size_t size;
    } own[] = {{"assessment", "reports/assessment.yaml", assessment, sizeof assessment - 1},
               {"certificate", "reports/certificate.yaml", certificate, sizeof certificate - 1},
               {"summary", "reports/summary.yaml", summary, sizeof summary - 1},
               {"questionnaire", "reports/questionnaire.yaml", questionnaire, sizeof questionnaire - 1},
               {"plan", "reports/plan.yaml", plan, sizeof plan - 1},
               {"portfolio", "reports/portfolio.yaml", portfolio, sizeof portfolio - 1},
               {"register", "reports/register.yaml", register_, sizeof register_ - 1}};
    if (!out || !id)
        return KHUNG_BAD_CALL;
    for (size_t i = 0; i < sizeof own / sizeof *own; i++)
        if (strcmp(id, own[i].id) == 0)
            return khung_description_load(out, own[i].name, own[i].bytes, own[i].size, log);
    return KHUNG_NOT_FOUND;
}
