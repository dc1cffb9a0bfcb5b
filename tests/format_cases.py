"""Files of the kinds that governments publish, made here: one plan of an invented city in each of them."""

from __future__ import annotations

import io
import zipfile
from typing import Any
from xml.sax.saxutils import escape

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Frame,
    FrameBreak,
    NextPageTemplate,
    PageTemplate,
    Paragraph,
    SimpleDocTemplate,
    Table,
)

TITLE = "云州市人民政府办公室关于印发云州市智慧公交建设方案的通知"
NUMBER = "云府办〔2024〕15号"
LINES = [
    TITLE,
    NUMBER,
    "各县（区）人民政府，市政府各部门：",
    "《云州市智慧公交建设方案》已经市政府同意，现印发给你们，请认真组织实施。",
    "云州市人民政府办公室",
    "2024年5月6日",
    "云州市智慧公交建设方案",
    "为加快公共交通智慧化，制定本方案。",
    "一、主要任务",
    "（一）建设智能调度平台。2024年12月底前建成覆盖全部线路的调度平台。（市交通运输局牵头，市财政局配合）",
    "（二）更新新能源车辆。淘汰老旧车辆120辆。（市公安局负责）",
]
TABLE = [
    ["序号", "重点任务", "牵头单位", "配合单位", "完成时限"],
    ["1", "完善站台设施", "市住房城乡建设局", "市交通运输局、各县（区）人民政府", "2024年9月底前"],
    ["2", "推广电子支付", "市交通运输局", "市财政局", "2025年底前"],
]
TEXT = "".join(f"{line}\n" for line in LINES)


def html(charset: str = "utf-8", *, declared: bool = True) -> bytes:
    """A page with a menu, the particulars in a table, the text, a table of duties and a footer."""
    meta = f'<meta charset="{charset}">' if declared else ""
    menu = "".join(f'<li><a href="/{i}">栏目{i}，要闻，公告</a></li>' for i in range(30))
    rows = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in TABLE)
    paragraphs = "".join(f"<p>\u3000\u3000{escape(line)}</p>\n" for line in LINES[2:])
    page = f"""<!DOCTYPE html><html><head>{meta}<title>{TITLE}-云州市人民政府</title>
<meta name="PubDate" content="2024-05-08 10:00"><script>var a = "（市水务局负责），牵头";</script></head>
<body><div class="nav"><ul>{menu}</ul></div>
<div class="wrap"><table><tr><td><b>索 引 号：</b></td><td>YZ-2024-15</td><td><b>发文字号：</b></td><td>{NUMBER}</td></tr>
<tr><td><b>发文机关：</b></td><td>云州市人民政府办公室</td><td><b>成文日期：</b></td><td>2024年5月6日</td></tr></table>
<h1>{TITLE}</h1><div id="zoom">{paragraphs}<table border="1">{rows}</table></div></div>
<div style="display: none">（市审计局负责），不是正文。</div>
<div class="foot"><a href="/">网站地图</a>主办：云州市人民政府办公室</div></body></html>"""
    return page.encode(charset)


def mhtml() -> bytes:
    """The page as a browser saves it whole."""
    head = "From: <Saved by Blink>\r\nSubject: plan\r\nMIME-Version: 1.0\r\n"
    kind = 'Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="----B"\r\n\r\n'
    part = "------B\r\nContent-Type: text/html; charset=gb18030\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    return (head + kind + part).encode() + html("gb18030", declared=False) + b"\r\n------B--\r\n"


def word() -> bytes:
    """A document with numbers that Word computes and a table of duties."""
    document = docx.Document()
    _number(document)
    for line in LINES[:9]:
        document.add_paragraph(line)
    for line in LINES[9:]:
        paragraph = document.add_paragraph(line.partition("）")[2])
        properties = paragraph._p.get_or_add_pPr()
        numbered = OxmlElement("w:numPr")
        for tag, value in (("w:ilvl", "0"), ("w:numId", "77")):
            element = OxmlElement(tag)
            element.set(qn("w:val"), value)
            numbered.append(element)
        properties.append(numbered)
    table = document.add_table(rows=0, cols=len(TABLE[0]))
    for row in TABLE:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _number(document: docx.document.Document) -> None:
    """A list that prints （一）, （二）."""
    root = document.part.numbering_part.element
    xml = (
        '<w:abstractNum xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" w:abstractNumId="77">'
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%1）"/></w:lvl>'
        "</w:abstractNum>"
    )
    root.insert(0, docx.oxml.parse_xml(xml))
    root.append(
        docx.oxml.parse_xml(
            '<w:num xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" w:numId="77">'
            '<w:abstractNumId w:val="77"/></w:num>'
        )
    )


def pdf(pages: int = 3, *, columns: bool = False) -> bytes:
    """The plan printed with a running head, page numbers, wrapped lines and a ruled table on the last page."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    printer = _Printer(canvas, two=columns)
    for line in LINES:
        printer.line(line)
    for i in range(pages * 12):
        printer.line(f"第{i + 1}项工作应当统筹推进，注重实效，" + "加强日常运行监测和服务质量评价，" * 3)
    if not columns:
        printer.table(TABLE)
    printer.close()
    return out.getvalue()


class _Printer:
    """Sets lines of 14 points on pages of one or two columns; a paragraph is set in by two characters."""

    SIZE, TOP, BOTTOM = 14, 760.0, 90.0

    def __init__(self, canvas: Canvas, *, two: bool) -> None:
        self.canvas, self.two, self.page = canvas, two, 1
        self.y, self.column = self.TOP, 0
        self.head()

    def head(self) -> None:
        self.canvas.setFont("STSong-Light", 9)
        self.canvas.drawString(72, 800, f"云州市人民政府公报 2024年第{self.page % 2 + 1}期")
        self.canvas.drawCentredString(A4[0] / 2, 50, f"— {self.page} —")
        self.canvas.setFont("STSong-Light", self.SIZE)

    def line(self, text: str) -> None:
        width = (15 if self.two else 30) * self.SIZE
        indent, held = 2 * self.SIZE, ""
        for char in text:
            if indent + self.canvas.stringWidth(held + char) > width:
                self.put(held, indent)
                indent, held = 0, ""
            held += char
        self.put(held, indent)

    def put(self, text: str, indent: int) -> None:
        if self.y < self.BOTTOM:
            self.turn()
        self.canvas.drawString(72 + self.column * 245 + indent, self.y, text)
        self.y -= 22

    def turn(self) -> None:
        self.y = self.TOP
        if self.two and not self.column:
            self.column = 1
            return
        self.column = 0
        self.canvas.showPage()
        self.page += 1
        self.head()

    def table(self, rows: list[list[str]]) -> None:
        self.canvas.showPage()
        self.page += 1
        self.head()
        widths, y = (40, 110, 120, 110, 90), 700
        self.canvas.setFont("STSong-Light", 10)
        for row in rows:
            x = 60
            for cell, width in zip(row, widths, strict=True):
                self.canvas.rect(x, y - 40, width, 40)
                for i in range(0, len(cell), 9):
                    self.canvas.drawString(x + 4, y - 14 - 13 * (i // 9), cell[i : i + 9])
                x += width
            y -= 40

    def close(self) -> None:
        self.canvas.showPage()
        self.canvas.save()


def scan() -> bytes:
    """A PDF whose one page is a picture."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    canvas.rect(100, 100, 300, 500, fill=1)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def ofd() -> bytes:
    """The plan as OFD, a text object a line."""
    space = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    objects = "".join(
        f'<ofd:TextObject ID="{i + 10}" Boundary="20 {20 + 9 * i} 170 6" Size="5"><ofd:TextCode X="0" Y="5" '
        f'DeltaX="g {len(line) - 1} 5">{escape(line)}</ofd:TextCode></ofd:TextObject>'
        for i, line in enumerate(LINES)
    )
    files = {
        "OFD.xml": f"<ofd:OFD {space}><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {space}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 600 297"
        "</ofd:PhysicalBox></ofd:PageArea></ofd:CommonData><ofd:Pages>"
        '<ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/></ofd:Pages></ofd:Document>',
        "Doc_0/Pages/Page_0/Content.xml": f"<ofd:Page {space}><ofd:Content><ofd:Layer>{objects}</ofd:Layer>"
        "</ofd:Content></ofd:Page>",
    }
    return zipped({name: content.encode() for name, content in files.items()})


def zipped(files: dict[str, bytes]) -> bytes:
    """A zip archive of these files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


# A table of duties in which cells span rows and columns: heads of two rows, headings, fields, one lead of two rows.
CELLS = [
    ["序号", "领域", "工作任务", "责任单位", "", "完成时限"],
    ["", "", "", "牵头单位", "配合单位", ""],
    ["一、基础设施", "", "", "", "", ""],
    ["1", "站台", "新建站台50座", "市住房城乡建设局", "市交通运输局", "2024年9月底前"],
    ["2", "", "改造站台30座", "市住房城乡建设局", "市公安局", "2024年12月底前"],
    ["二、服务", "", "", "", "", ""],
    ["3", "票务", "推广电子支付", "市交通运输局", "", "2025年6月底前"],
    ["4", "", "开展满意度调查", "", "市统计局", "每年12月底前"],
]
# Column and row of the first and the last place of each cell that spans.
SPANS = [
    *(((c, 0), (c, 1)) for c in (0, 1, 2, 5)),
    ((3, 0), (4, 0)),
    ((0, 2), (5, 2)),
    ((0, 5), (5, 5)),
    ((1, 3), (1, 4)),
    ((1, 6), (1, 7)),
    ((3, 6), (3, 7)),
]
ABOVE = LINES[:8]


def word_of_cells() -> bytes:
    """The plan in Word with the table of ``CELLS``."""
    document = docx.Document()
    for line in ABOVE:
        document.add_paragraph(line)
    table = document.add_table(len(CELLS), len(CELLS[0]))
    for i, row in enumerate(CELLS):
        for j, cell in enumerate(row):
            table.cell(i, j).text = cell
    for (c0, r0), (c1, r1) in SPANS:
        table.cell(r0, c0).merge(table.cell(r1, c1)).text = CELLS[r0][c0]
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def pdf_of_cells() -> bytes:
    """The plan as PDF with the table of ``CELLS``."""
    body = _style(12)
    grid: Any = [("GRID", (0, 0), (-1, -1), 0.5, colors.black), *(("SPAN", *span) for span in SPANS)]
    cells = [[Paragraph(cell, _style(9)) if cell else "" for cell in row] for row in CELLS]
    table = Table(cells, colWidths=[30, 50, 140, 90, 80, 80], style=grid)
    out = io.BytesIO()
    SimpleDocTemplate(out, pagesize=A4).build([*(Paragraph(line, body) for line in ABOVE), table])
    return out.getvalue()


def gazette() -> bytes:
    """A gazette of three pages in two columns with a gutter of 20 points: a title across both, the plan, and a decision
    behind it; running heads and page numbers."""
    wide, height = (A4[0] - 140) / 2, A4[1]
    body = ParagraphStyle("b", _style(12), firstLineIndent=24, leading=20)
    centred, right = (ParagraphStyle(str(i), _style(12), alignment=i, leading=20) for i in (1, 2))
    title = ParagraphStyle("t", _style(18), alignment=1, leading=28)

    def head(canvas: Canvas, document: BaseDocTemplate) -> None:
        canvas.setFont("STSong-Light", 9)
        canvas.drawString(60, height - 40, "云州市人民政府公报　2024年第3期")
        canvas.drawRightString(A4[0] - 60, height - 40, "市政府文件")
        canvas.drawCentredString(A4[0] / 2, 30, f"— {document.page} —")

    def columns(high: float) -> list[Frame]:
        return [Frame(x, 50, wide, high, 0, 6, 0, 6) for x in (60, 80 + wide)]

    filler = (
        "工作按照既定安排有序推进，覆盖城乡各个片区，持续提升公共服务水平，让群众出行更加便利、更加安全。"
    )
    story = [Paragraph(TITLE, title), Paragraph(NUMBER, centred), FrameBreak(), NextPageTemplate("later")]
    story += [Paragraph(line, body) for line in LINES[2:4]]
    story += [Paragraph(line, right) for line in LINES[4:6]]
    story += [Paragraph(LINES[6], centred), Paragraph(LINES[7], body), Paragraph("一、工作基础", body)]
    story += [Paragraph(f"（说明）第{i}项{filler}", body) for i in range(30)]
    story += [Paragraph(line, body) for line in ("二、主要任务", *LINES[9:])]
    story += [
        Paragraph("云州市人民政府关于表彰先进集体的决定", centred),
        Paragraph("云府〔2024〕20号", centred),
    ]
    story += [Paragraph("各县（区）人民政府，市政府各部门：", body)]
    story += [Paragraph("市政府决定对下列集体予以表彰。市人力资源社会保障局要做好宣传工作。", body)]
    story += [Paragraph(line, right) for line in ("云州市人民政府", "2024年6月1日")]
    out = io.BytesIO()
    document = BaseDocTemplate(out, pagesize=A4)
    top = Frame(60, height - 180, A4[0] - 120, 120)
    first = PageTemplate("first", [top, *columns(height - 250)], onPage=head)
    document.addPageTemplates([first, PageTemplate("later", columns(height - 120), onPage=head)])
    document.build(story)
    return out.getvalue()


def _style(size: int) -> ParagraphStyle:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    return ParagraphStyle(
        f"s{size}", fontName="STSong-Light", fontSize=size, leading=size * 1.5, wordWrap="CJK"
    )
