"""Each defect made by hand gives the one finding that an auditor would write; sound forms none."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.warehouses import Warehouse
from tests.support.whole_line.defects import DEFECTS, SOUND, Defect


def test_the_sound_disclosure_gives_no_finding(defective: Warehouse, defects_folder: Path) -> None:
    document = defective.document_id(defects_folder / SOUND)
    assert defective.query("from fct_finding where document_id = ?", [document]) == []
    [(claims,)] = defective.query(
        "select count(*) from dq_identity_result where document_id = ? and family = 'narrative'"
        " and status in ('pass', 'rounding')",
        [document],
    )
    # 13 amounts of the text and 7 shares; a rate of growth and one of completion, of a budget.
    assert claims == 23


@pytest.mark.parametrize("defect", DEFECTS, ids=lambda defect: defect.name)
def test_one_finding_says_what_is_wrong(
    defective: Warehouse, defects_folder: Path, defect: Defect
) -> None:
    [file] = defects_folder.glob(f"{defect.name}.*")
    [(kind, statement, cause, certain, amount_text, suggested, zh, page, bbox)] = defective.query(
        "select kind, statement, cause, is_certain, amount_text, suggested_amount, finding_zh,"
        " page, bbox from fct_finding where document_id = ?",
        [defective.document_id(file)],
    )
    assert (kind, statement, cause) == (defect.kind, defect.statement, defect.cause)
    assert (certain, amount_text, suggested) == (True, defect.amount_text, defect.suggested)
    assert not [word for word in defect.words if word not in zh], zh
    assert f"{defect.town}市" in zh
    if file.suffix == ".pdf":
        left, top, right, bottom = bbox
        assert page > 0 and left < right and top < bottom
