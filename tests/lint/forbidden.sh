#!/bin/sh
# The project speaks of itself alone and leaves nothing open: no path of somebody's machine, no registry host, no marks of
# unfinished work. The patterns are written so that they do not find themselves.
set -u
cd "$ROOT" || exit 1
list() {
    if git rev-parse --git-dir >/dev/null 2>&1; then git ls-files; else find . -type f -not -path './.git/*' -not -path './build/*' -not -path './out/*'; fi
}
paths='/(wor[k]|far[m]|roo[t])/|/home/[a-z]+/|/tmp/[a-z]+[_.-]?job[s]|deb[.]debian[.]or[g]|registry[.]npmj[s]|pypi[.]or[g]'
marks='\b(TOD[O]|FIXM[E]|XX[X]|HAC[K]|not implemente[d]|stu[b])\b'
words='\b(LL[M]|chatbo[t]|language mode[l])\b'
found=$(list | grep -v '\.svg$' | tr '\n' '\0' | xargs -0 grep -nIE "$paths|$marks|$words" /dev/null)
[ -z "$found" ] && exit 0
printf '%s\n' "$found" | cut -c1-200
exit 1
