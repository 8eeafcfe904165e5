#!/usr/bin/python3
"""What the bench imports: 100 MB of CSV as a network would collect it, and a workbook of two million cells as Kobo writes it.

    make_import.py FRAMEWORK.yaml OUT.csv OUT.xlsx"""
import random
import sys
import zipfile

import yaml

MEGABYTES, CELLS = 100, 2_000_000
framework = yaml.load(open(sys.argv[1], encoding="utf-8"), yaml.BaseLoader)
rng = random.Random(1)
scale = [level["id"] for level in framework["scales"][0]["levels"]]
criteria = [c for d in framework["domains"] for c in d["criteria"] if c.get("method", "scale") == "scale"]
NOTES = ["Hồ sơ lưu tại văn phòng, đã cập nhật sau cuộc họp Ban Chấp hành tháng 9 năm 2026.", "Đang soạn lại, dự kiến thông qua trong quý tới.",
         "Có văn bản nhưng ít người biết; cần phổ biến cho cán bộ mới.", ""]


def row(number):
    cells = [f"{number:08x}-aaaa-4bbb-8ccc-000000000000", "hoi-song-xanh", "Hội Sông Xanh", "2026-01-01", "2026-12-31"]
    for i, c in enumerate(criteria):
        cells.append(rng.choice([level for level in scale if not c.get("levels") or level in c["levels"]]))
        if i % 3 == 0:
            cells.append(rng.choice(NOTES))
    return cells


HEAD = ["_uuid", "organisation_id", "organisation_name", "period_from", "period_to"]
for i, c in enumerate(criteria):
    HEAD += [c["id"].replace("-", "_")] + ([c["id"].replace("-", "_") + "__note"] if i % 3 == 0 else [])

with open(sys.argv[2], "w", encoding="utf-8", newline="") as file:
    size = file.write(",".join(HEAD) + "\r\n")
    number = 0
    while size < MEGABYTES * 1_000_000:
        number += 1
        line = ",".join(f'"{cell}"' if "," in cell else cell for cell in row(number)) + "\r\n"
        size += len(line.encode())
        file.write(line)

NS = "http://schemas.openxmlformats.org"
REL = f'<Relationships xmlns="{NS}/package/2006/relationships"><Relationship Id="r1" Type="{NS}/officeDocument/2006/relationships/'
with zipfile.ZipFile(sys.argv[3], "w", zipfile.ZIP_DEFLATED, compresslevel=1) as z:
    z.writestr("[Content_Types].xml", f'<Types xmlns="{NS}/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.'
               'openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" '
               'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" '
               'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>')
    z.writestr("_rels/.rels", REL + 'officeDocument" Target="xl/workbook.xml"/></Relationships>')
    z.writestr("xl/workbook.xml", f'<workbook xmlns="{NS}/spreadsheetml/2006/main" xmlns:r="{NS}/officeDocument/2006/relationships"><sheets><sheet '
               'name="A" sheetId="1" r:id="r1"/></sheets></workbook>')
    z.writestr("xl/_rels/workbook.xml.rels", REL + 'worksheet" Target="worksheets/sheet1.xml"/></Relationships>')
    with z.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
        part.write(f'<worksheet xmlns="{NS}/spreadsheetml/2006/main"><sheetData>'.encode())
        done = number = 0
        while done < CELLS:
            cells = HEAD if number == 0 else [cell or "–" for cell in row(number)]
            number += 1
            done += len(cells)
            part.write(("<row>" + "".join(f'<c t="inlineStr"><is><t>{cell}</t></is></c>' for cell in cells) + "</row>").encode())
        part.write(b"</sheetData></worksheet>")
