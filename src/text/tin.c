/* text/tin: Vietnamese tax numbers (mã số thuế). Their build: circular 86/2024/TT-BTC, article 5, as 105/2020/TT-BTC before it: ten
 * digits N1 … N10 of which N1 N2 tell the province that gave the number and N10 checks the others; three more for a branch; since
 * 1 July 2025 people and households use their twelve-digit personal number, which has no check digit. The weights of the check digit
 * are those the tax administration gave out with the first numbers in 1998; python-stdnum (stdnum.vn.mst) has the same. */
#include "text.h"

enum { WHOLE = 10, BRANCH = 13, PERSON = 12 };

static bool checks(const char *digit)
{
    static const int weight[WHOLE - 1] = {31, 29, 23, 19, 17, 13, 7, 5, 3};
    int sum = 0;
    for (int i = 0; i < WHOLE - 1; i++)
        sum += weight[i] * digit[i];
    return digit[WHOLE - 1] == 10 - sum % 11; /* a sum of 11 × n would ask for a digit "10": such numbers are not given out */
}

bool khung__text_tin_ok(khung__str s)
{
    char digit[BRANCH];
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (s.s[i] == '-' && i == WHOLE && s.n == BRANCH + 1)
            continue;
        if (s.s[i] < '0' || s.s[i] > '9' || n == BRANCH)
            return false;
        digit[n++] = (char)(s.s[i] - '0');
    }
    if (n == PERSON)
        return true;
    bool no_branch = n == BRANCH && digit[WHOLE] + digit[WHOLE + 1] + digit[WHOLE + 2] == 0;
    return (n == WHOLE || n == BRANCH) && !no_branch && checks(digit);
}
