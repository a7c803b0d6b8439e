"""A number is landed as its worksheet shows it, digit for digit."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.readers.office.number_format import shown

ACCOUNTING = '_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * "-"??_ ;_ @_ '
AMERICAN = '_(* #,##0.00_);_(* \\(#,##0.00\\);_(* "-"??_);_(@_)'
YUAN = '_ "¥"* #,##0.00_ ;_ "¥"* \\-#,##0.00_ ;_ "¥"* "-"??_ ;_ @_ '

SHOWN = [
    # General: no noise of binary fractions, in eleven characters
    (0.1 + 0.2, "General", "0.3"),
    (12.0, "General", "12"),
    (-1.5, "General", "-1.5"),
    (1 / 3, "General", "0.333333333"),
    (1234.5678901234, "General", "1234.56789"),
    (0.00001, "General", "0.00001"),
    (2.842170943e-14, "General", "2.84217E-14"),
    (123456789012.0, "General", "123456789012"),
    (1064.5, "G/通用格式", "1064.5"),
    (5.0, 'General"元"', "5元"),
    (1.5, "@", "1.5"),
    # digits
    (1234.5, "#,##0.00", "1,234.50"),
    (1234567.891, "#,##0.00;[Red]-#,##0.00", "1,234,567.89"),
    (999.5, "#,##0", "1,000"),
    (0.0, "#,##0", "0"),
    (0.0, "0.00", "0.00"),
    (0.0, "#", ""),
    (12.3, ".00", "12.30"),
    (0.3, ".00", ".30"),
    (5.0, "000", "005"),
    (12.0, "0,000", "0,012"),
    (1.5, "0.0?", "1.5"),
    (13912345678.0, "000-0000-0000", "139-1234-5678"),
    # rounding in decimals, half away from zero
    (2.675, "0.00", "2.68"),
    (1.005, "0.00", "1.01"),
    (-2.675, "0.00", "-2.68"),
    # percentages, thousands, 万
    (0.1234, "0.00%", "12.34%"),
    (0.5, "0%", "50%"),
    (123456789.0, "#,##0.00,,", "123.46"),
    (12345.0, '0!.0,"万"', "1.2万"),
    (12345.0, '0\\.0,"万"', "1.2万"),
    (1234.5, "0.00E+00", "1.23E+03"),
    # accounting
    (1234.5, ACCOUNTING, "1,234.50"),
    (-1234.5, ACCOUNTING, "-1,234.50"),
    (0.0, ACCOUNTING, "-"),
    (1234.5, AMERICAN, "1,234.50"),
    (-1234.5, AMERICAN, "(1,234.50)"),
    (0.0, AMERICAN, "-"),
    (1234567.0, YUAN, "¥1,234,567.00"),
    (5.0, "[$¥-804]#,##0.00", "¥5.00"),
    (-5.0, '"¥"0.00', "-¥5.00"),
    (5.0, "#,##0.00_ ", "5.00"),
    # sections, conditions
    (0.0, "0.00;-0.00;;@", ""),
    (5.0, ";;;", ""),
    (15000.0, '[>=10000]0.0,"千";0', "15.0千"),
    (-5.0, '[>=10000]0.0,"千";0', "-5"),
    (-5.0, '[<0]"负"0;0', "负5"),
    # dates
    (44927.0, "yyyy年", "2023年"),
    (44927.0, 'yyyy"年"m"月"d"日";@', "2023年1月1日"),
    (44927.0, "[$-804]yyyy/m/d", "2023/1/1"),
    (44927.0, "mmm-yy", "Jan-23"),
    (44927.0, "aaaa", "星期日"),
    (44927.5, "yyyy-mm-dd hh:mm:ss", "2023-01-01 12:00:00"),
    (44927.9999999999, "yyyy/m/d h:mm", "2023/1/2 0:00"),
    (0.75, "h:mm AM/PM", "6:00 PM"),
    (0.75, '上午/下午h"时"mm"分"', "下午6时00分"),
    (1.5, "[h]:mm", "36:00"),
    (1.0, "yyyy/m/d", "1900/1/1"),
    (59.0, "yyyy/m/d", "1900/2/28"),
    (61.0, "yyyy/m/d", "1900/3/1"),
]


@pytest.mark.parametrize(("value", "code", "text"), SHOWN)
def test_a_number_is_shown_as_its_format_says(value: float, code: str, text: str) -> None:
    assert shown(Decimal(repr(value)), code) == text


@pytest.mark.parametrize(
    ("text", "code", "expected"),
    [
        ("0201", "@", "0201"),
        ("合计", "General", "合计"),
        ("合计", ACCOUNTING, "合计"),
        ("市本级", '0;0;0;"单位："@', "单位：市本级"),
        ("隐藏", ";;;", ""),
    ],
)
def test_a_text_is_shown_as_it_is(text: str, code: str, expected: str) -> None:
    assert shown(text, code) == expected


@given(amount=st.decimals(-(10**12), 10**12, places=2, allow_nan=False))
def test_each_amount_that_a_double_holds_is_shown_exactly(amount: Decimal) -> None:
    assert shown(Decimal(repr(float(amount))), "#,##0.00") == f"{amount:,.2f}"


@given(value=st.floats(allow_nan=False, allow_infinity=False), code=st.text(max_size=20))
def test_every_number_has_a_text_under_every_format(value: float, code: str) -> None:
    assert isinstance(shown(Decimal(repr(value)), code), str)


@given(value=st.floats(allow_nan=False, allow_infinity=False), data=st.data())
def test_every_number_has_a_text_under_formats_of_known_signs(
    value: float, data: st.DataObject
) -> None:
    signs = st.sampled_from(
        [*'0#?.,%;@-/ _*\\!ymdhsE+[]"', "General", "[h]", "AM/PM", "[<5]", "aaa"]
    )
    code = "".join(data.draw(st.lists(signs, max_size=12)))
    assert isinstance(shown(Decimal(repr(value)), code), str)
