#!/usr/bin/python3
"""WeasyPrint and LibreOffice on the report's HTML twin: the same words, tables and charts, laid out by them.

    peer_html.py FILE.html     pages, bytes and processor seconds of one document more, for each peer that is installed"""
import glob
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time


def pages_of(pdf):
    out = subprocess.run(["pdfinfo", pdf], check=True, capture_output=True, text=True).stdout
    return next(line.split()[1] for line in out.splitlines() if line.startswith("Pages:"))


def tell(name, pdf, seconds):
    print(f"{name}-pages {pages_of(pdf)}\n{name}-bytes {os.path.getsize(pdf)}\n{name}-seconds {seconds}")


def weasyprint(source, folder):
    import weasyprint
    pdf, times = os.path.join(folder, "weasyprint.pdf"), []
    for _ in range(2):  # the first also finds the fonts
        start = time.process_time()
        weasyprint.HTML(filename=source).write_pdf(pdf)
        times.append(time.process_time() - start)
    tell("weasyprint", pdf, min(times))


def children():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def libreoffice(source, folder):
    def convert(count):
        out = tempfile.mkdtemp(dir=folder)
        for i in range(count):
            shutil.copy(source, os.path.join(out, f"{i}.html"))
        start = children()
        subprocess.run(["soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile", "--convert-to", "pdf:writer_web_pdf_Export",
                        "--outdir", out, *sorted(glob.glob(out + "/*.html"))], check=True, capture_output=True)
        return children() - start, os.path.join(out, "0.pdf")
    convert(1)  # makes its profile
    one, pdf = convert(1)
    three, _ = convert(3)
    tell("libreoffice", pdf, (three - one) / 2)


with tempfile.TemporaryDirectory() as folder:
    for program, peer in (("weasyprint", weasyprint), ("soffice", libreoffice)):
        if shutil.which(program):
            peer(os.path.abspath(sys.argv[1]), folder)
