#!/usr/bin/python3
"""The table of layers in ARCHITECTURE.md is the law: a module includes only what its row allows, and foreign headers stand in
one module only. The program (src/cli) sees khung.h and its own files."""
import os
import re
import sys
from pathlib import Path

ROOT = Path(os.environ["ROOT"])
FOREIGN = {"yaml.h": "libyaml", "sqlite3.h": "SQLite", "utf8proc.h": "utf8proc", "sodium.h": "libsodium", "gmp.h": "libgmp",
           "libdeflate.h": "libdeflate", "png.h": "libpng", "zlib.h": "zlib",
           "zip.h": "libzip", "expat.h": "expat", "csv.h": "libcsv", "zstd.h": "libzstd", "jansson.h": "jansson", "xlsxwriter.h": "libxlsxwriter",
           "qrencode.h": "libqrencode"}
PLAIN = set("""assert ctype errno fcntl float inttypes limits locale math setjmp signal stdarg stdbool stddef stdint stdio stdlib malloc
string strings time unistd dirent getopt poll pthread stdatomic sys/stat sys/types sys/mman sys/file sys/random sys/ioctl
sys/wait termios libgen langinfo dlfcn threads""".split())


def table():
    """module -> (modules it may use, foreign libraries), from the rows between the markers."""
    text = (ROOT / "ARCHITECTURE.md").read_text()
    rows = re.search(r"<!-- layers -->\n(.*?)<!-- /layers -->", text, re.S).group(1).strip().splitlines()[2:]
    law = {}
    for row in rows:
        module, uses, foreign, _ = (cell.strip().strip("`") for cell in row.strip("|").split("|"))
        law[module] = (set(re.findall(r"\w+", uses)), set(re.findall(r"\w+", foreign)))
    return law


def upward(law):
    """Modules that use one that stands below them in the table: an arrow that turns back."""
    order = list(law)
    return [f"ARCHITECTURE.md: {m} may use {u}, which is not above it in the table"
            for i, m in enumerate(order) for u in sorted(law[m][0]) if u not in order[:i]]


def module_of(path):
    """page.c, page_text.c and page/lines.c are all of the module page."""
    parts = path.relative_to(ROOT / "src").parts
    return re.split(r"[._]", parts[0])[0]


def library_of(header):
    if header.startswith("hb"):
        return "HarfBuzz"
    if header.startswith("hpdf"):
        return "libharu"
    if header.startswith("nettle/"):
        return "nettle"
    if header.startswith("openssl/"):
        return "OpenSSL"
    return "libsodium" if header.startswith("sodium/") else FOREIGN.get(header)


def problems_of(path, law):
    module = module_of(path)
    if module == "khung":
        uses, foreign = set(), set()
    elif module not in law:
        return [f"{path}: module {module} has no row in ARCHITECTURE.md"]
    else:
        uses, foreign = law[module]
    found = []
    for number, line in enumerate(path.read_text().splitlines(), 1):
        match = re.match(r'\s*#\s*include\s*([<"])([^>"]+)', line)
        if not match:
            continue
        place, header = f"{path.relative_to(ROOT)}:{number}", match.group(2).replace("../", "")
        if match.group(1) == "<":
            if header[:-2] in PLAIN:
                continue
            library = library_of(header)
            if library not in foreign:
                found.append(f"{place}: <{header}> ({library}) does not belong into {module}")
            continue
        other = Path(header).name.split(".")[0] if "/" not in header else header.split("/")[0]
        own = (path.parent / header).exists() and module_of((path.parent / header).resolve()) == module
        if own or header == "khung.h" or header.endswith((".sql.h", ".yaml.h", ".csv.h", ".css.h", ".js.h")):
            continue
        if module == "cli" or other not in uses | {module}:
            found.append(f'{place}: "{header}" is not open to {module}')
    return found


def main():
    law = table()
    found = upward(law)
    for path in sorted(ROOT.glob("src/**/*.[ch]")):
        found += problems_of(path, law)
    libraries = [l for _, foreign in law.values() for l in foreign]
    found += [f"ARCHITECTURE.md: {l} stands in two modules" for l in sorted(set(libraries)) if libraries.count(l) > 1]
    print("\n".join(found))
    sys.exit(1 if found else 0)


main()
