"""What does a worksheet show of a date's or a time's serial number under a format?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal

_DAY_0 = datetime(1899, 12, 30)
_LEAP = 60  # in Excel's calendar 1900 has a 29 February: before it, days are numbered one less
_LAST = 2_958_466
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_CHINESE_DAYS = "一二三四五六日"


def shown_date(serial: Decimal, tokens: Sequence[tuple[str, str]]) -> str:
    """The text of a serial number under the tokens (kind and text) of a date format.

    Formats that write digits in Chinese ([DBNum1]) are shown with Arabic ones.
    """
    if not 0 <= serial < _LAST:
        return f"{serial.normalize():f}"  # Excel shows ####
    thousandths = int((serial * 86_400_000).to_integral_value())
    moment = _DAY_0 + timedelta(days=int(1 <= serial < _LEAP), milliseconds=thousandths)
    units = [text.strip("[]")[:1].lower() if kind == "date" else "" for kind, text in tokens]
    has_halves = any(kind == "date" and "/" in text for kind, text in tokens)
    parts: list[str] = []
    fraction = 0
    for place, (kind, text) in enumerate(tokens):
        if kind == "date":
            fraction = 0
            if units[place] == "m" and _is_minute(units, place):
                units[place] = "minute"
            parts.append(_part(moment, thousandths, units[place], text, has_halves))
        elif kind == "point":
            parts.append(".")
        elif kind == "digit":  # ss.000
            parts.append(f"{thousandths % 1000:03d}000"[fraction : fraction + 1])
            fraction += 1
        elif kind in ("blank", "fill"):
            parts.append(" " if kind == "blank" else "")
        elif kind != "text":
            parts.append({"comma": ",", "percent": "%"}.get(kind, text))
    return "".join(parts)


def _is_minute(units: Sequence[str], place: int) -> bool:
    """An m behind hours or before seconds is a minute's."""
    before = next((unit for unit in reversed(units[:place]) if unit), "")
    after = next((unit for unit in units[place + 1 :] if unit), "")
    return before == "h" or after == "s"


def _part(moment: datetime, thousandths: int, unit: str, text: str, has_halves: bool) -> str:
    if text.startswith("["):
        total = thousandths // {"h": 3_600_000, "m": 60_000, "minute": 60_000, "s": 1000}[unit]
        return f"{total:0{len(text) - 2}d}"
    if "/" in text:
        return text.split("/")[moment.hour >= 12]
    width = min(len(text), 2)
    if unit in ("y", "e"):
        return f"{moment.year % 100:02d}" if unit == "y" and len(text) <= 2 else f"{moment.year}"
    if unit == "m" and len(text) >= 3:
        name = _MONTHS[moment.month - 1]
        return {3: name[:3], 5: name[0]}.get(len(text), name)
    if unit == "d" and len(text) >= 3:
        name = _DAYS[moment.weekday()]
        return name[:3] if len(text) == 3 else name
    if unit == "a":
        return ("" if len(text) == 3 else "星期") + _CHINESE_DAYS[moment.weekday()]
    hour = (moment.hour % 12 or 12) if has_halves else moment.hour
    numbers = {
        "m": moment.month, "d": moment.day, "h": hour, "minute": moment.minute, "s": moment.second,
    }  # fmt: skip
    return f"{numbers[unit]:0{width}d}"
