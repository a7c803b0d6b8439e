"""Which ideograph does a character show that is coded as a radical, a stroke or for compatibility?

A font may hold one glyph for 入 and the radical ⼊, and programs that print a page to a PDF name
either: 收⼊ is printed as 收入 is, so that is what is landed. Nothing but these blocks is changed:
full-width figures and signs stay as they are.
"""

from __future__ import annotations

import re
import unicodedata

# Radicals Supplement and Strokes in pairs, from Unicode's EquivalentUnifiedIdeograph.txt.
_EQUIVALENT = (
    "⺁厂⺂乛⺃乚⺄乙⺅亻⺆冂⺇𠘨⺈刀⺉刂⺊卜⺋㔾⺌小⺍小⺎兀⺏尣⺐尢⺑𡯂⺒巳⺓幺⺔彑⺕𫜹⺖忄⺗心⺘扌⺙攵⺛旡"
    "⺜日⺝月⺞歺⺟母⺠民⺡氵⺢氺⺣灬⺤爫⺥爫⺦丬⺧牛⺨犭⺩王⺪𤴔⺫目⺬示⺭礻⺮𥫗⺯糹⺰纟⺱罓⺲罒⺳㓁⺴冗⺵𦉫"
    "⺶羊⺷𦍌⺸𦍋⺹耂⺺肀⺻聿⺼肉⺽𦥑⺾艹⺿艹⻀艹⻁虎⻂衤⻃覀⻄西⻅见⻆角⻇𧢲⻈讠⻉贝⻊𧾷⻋车⻌辶⻍辶⻎辶⻏邑"
    "⻐钅⻑長⻒镸⻓长⻔门⻕𨸏⻖阝⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻞𩙿⻟飠⻠饣⻡𩠐⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄"
    "⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱龜⻲亀⻳龟㇐一㇑丨㇒丿㇓丿㇔丶㇖乛㇚亅㇝乀㇟乚㇠乙"
)
_KANGXI, _COMPATIBLE, _MORE = (0x2F00, 0x2FD6), (0xF900, 0xFB00), (0x2F800, 0x2FA20)
_IDEOGRAPHS = dict(zip(map(ord, _EQUIVALENT[::2]), _EQUIVALENT[1::2], strict=True)) | {
    code: unicodedata.normalize("NFKC", chr(code))
    for first, end in (_KANGXI, _COMPATIBLE, _MORE)
    for code in range(first, end)
}
_CODED_OTHERWISE = re.compile("[\u2e80-\u2fd5\u31c0-\u31e3\uf900-\ufaff\U0002f800-\U0002fa1f]")


def with_ideographs(text: str) -> str:
    """The text with each such character as the ideograph that it shows; as long as before."""
    return text.translate(_IDEOGRAPHS) if _CODED_OTHERWISE.search(text) else text
