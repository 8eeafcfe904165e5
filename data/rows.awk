# The rows of a CSV table, but the first, as C: ROW("…", "…") each. A field may stand in double quotes and then hold commas and "".
NR > 1 {
    sub(/\r$/, "")
    row = ""
    quoted = 0
    for (i = 1; i <= length($0); i++) {
        c = substr($0, i, 1)
        if (c == "\"" && quoted && substr($0, i + 1, 1) == "\"") {
            row = row "\\\""
            i++
        } else if (c == "\"") {
            quoted = !quoted
        } else if (c == "," && !quoted) {
            row = row "\", \""
        } else {
            row = row (c == "\\" ? "\\\\" : c)
        }
    }
    print "ROW(\"" row "\")"
}
