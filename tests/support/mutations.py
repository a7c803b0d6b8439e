"""Each amount is raised in turn: do the identities see it? Evaluated in SQL over a whole warehouse.

``python tests/support/mutations.py WAREHOUSE`` prints the shares by document and form.
"""

from __future__ import annotations

import sys
from typing import Any

import duckdb

# An amount changes by whole units of its last digit; where what is printed stays, nothing has
# changed. It changes both sides of its identities by its weight in them. A second publication of
# the same disclosure would give every change away: it doesn't count.
_CHANGES = """
create or replace temp table mutation as
with operands as (
    select identity_id, document_id, statement, group_key, term_side, weight, line_id
    from intermediate.int_identity_operand
    union all by name
    select o.identity_id, o.document_id, o.statement, o.group_key, o.term_side, o.weight, o.line_id
    from intermediate.int_identity_documents as o
    inner join seeds.identities as i on o.identity_id = i.identity_id
    where i.pairing != 'publication'
    union all by name
    select identity_id, document_id, statement, group_key, term_side, weight, line_id
    from intermediate.int_narrative_operand
    where line_id is not null
    union all by name
    select identity_id, document_id, statement, group_key, term_side, weight, line_id
    from intermediate.int_narrative_comparison_operand
    where line_id is not null
),
places as (
    select
        o.line_id, r.relation, r.difference, r.tolerance,
        o.weight * case o.term_side when 'left' then 1 else -1 end as weight
    from operands as o
    inner join dq_identity_result as r
        on r.result_id = left(
            md5(concat_ws('|', o.identity_id, o.document_id, o.statement, o.group_key)), 16
        )
    where r.status in ('pass', 'rounding')
),
changes as (
    select line_id, document_id, statement, size, units * digit as change
    from (
        select
            f.line_id, f.document_id, f.statement, s.size, o.digit,
            case s.size
                when 'one digit' then sign(f.amount)
                else round(f.amount * case s.size when '1 %' then 0.01 else 0.1 end / o.digit)
            end as units
        from fct_budget_line as f
        inner join (
            -- A number of things is printed without decimals.
            select line_id, case when half_digit = 0 then 1 else 2 * half_digit end as digit
            from intermediate.int_operand
        ) as o on f.line_id = o.line_id
        cross join (values ('one digit'), ('1 %'), ('10 %')) as s (size)
        where f.amount != 0
    )
    where units != 0
)
select
    c.line_id, c.document_id, c.statement, c.size,
    coalesce(
        bool_or(
            case p.relation
                when '=' then abs(p.difference + p.weight * c.change) > p.tolerance
                when '≥' then -(p.difference + p.weight * c.change) > p.tolerance
                else p.difference + p.weight * c.change > p.tolerance
            end
        ),
        false
    ) as is_seen,
    -- What every equation that it stands in could take as rounding, in both directions.
    coalesce(
        abs(any_value(c.change))
        <= 2 * min(p.tolerance / abs(p.weight)) filter (where p.relation = '='),
        bool_and(p.relation != '=' and abs(c.change) <= 2 * p.tolerance),
        false
    ) as is_within_rounding
from changes as c
left join places as p on c.line_id = p.line_id and p.weight != 0
group by c.line_id, c.document_id, c.statement, c.size
"""


def shares(db: duckdb.DuckDBPyConnection) -> list[tuple[Any, ...]]:
    """Document, form, size of the change, amounts, those seen, those unseen beyond rounding."""
    db.execute(_CHANGES)
    return db.execute(
        "select d.source_path, m.statement, m.size, count(*), count(*) filter (where m.is_seen),"
        " count(*) filter (where not m.is_seen and not m.is_within_rounding)"
        " from mutation as m inner join dim_document as d on m.document_id = d.document_id"
        " group by all order by all"
    ).fetchall()


def main() -> None:
    """Print the shares."""
    with duckdb.connect(sys.argv[1], read_only=True) as db:
        for path, statement, size, amounts, seen, unseen in shares(db):
            share = f"{100 * seen / amounts:6.1f} %"
            sys.stdout.write(
                f"{share} of {amounts:>4} by {size:<10}{unseen:>4} unseen beyond rounding  "
                f"{statement:<26}{path.rpartition('/')[2]}\n"
            )


if __name__ == "__main__":
    main()
