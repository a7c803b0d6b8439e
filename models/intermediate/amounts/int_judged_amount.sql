-- Every figure printed in a form, with its line, column, unit and document; where one of them can't be told,
-- with the reason. Nothing printed is left out: what has no reason is in the fact.
with columns as (
    select
        c.*,
        null as placement_note
    from {{ ref('int_amount_candidate') }} as c
    where c.is_read
    union all by name
    select
        c.*,
        p.note as placement_note
    from {{ ref('int_placement') }} as p
    inner join {{ ref('int_amount_candidate') }} as c on p.candidate_id = c.candidate_id
),

-- Names that only the government's economic classification has; others are the department's or functions' too.
government_names as (
    select {{ compact('name') }} as compact_name
    from {{ ref('government_economic_codes') }}
    except
    select {{ compact('name') }}
    from {{ ref('economic_codes') }}
    except
    select {{ compact('name') }}
    from {{ ref('function_codes') }}
),

joined as (
    select
        p.* exclude (measure, fund, value_basis, item, reason_code, doubt, printed_number, printed_half_digit),
        c.measure,
        coalesce(c.fund, p.fund) as fund,
        c.value_basis,
        coalesce(c.item, p.item) as item,
        c.measure_kind,
        c.factor,
        c.placement_note,
        case when c.placement_note is null then p.reason_code end as reason_code,
        s.reason as placement_reason,
        s.figure_text != p.compact_text as is_figure_restored,
        case when s.figure_text is not null then s.note end as figure_note,
        case when s.figure_text is null then p.doubt end as doubt,
        coalesce({{ to_number('s.figure_text') }}, p.printed_number) as printed_number,
        case
            when s.figure_text is null then p.printed_half_digit else {{ half_digit('s.figure_text') }}
        end as printed_half_digit,
        s.candidates,
        g.compact_name is not null as is_government_line
    from {{ ref('int_printed_amount') }} as p
    left join columns as c on p.amount_id = c.amount_id
    left join {{ ref('int_placement') }} as s on p.amount_id = s.amount_id and s.candidate_id is null
    left join government_names as g on {{ item_name(compact('p.name_text')) }} = g.compact_name and p.code_text is null
),

-- Forms without lines of which nearly all amounts have as many decimals: one with fewer was torn, or numbers a line.
even_forms as (
    select
        form_id,
        -- The one line of a form has few amounts.
        case
            when min(line_key) = 'single' then min(printed_half_digit)
            else mode(printed_half_digit order by printed_half_digit)
        end as usual_half_digit
    from joined
    where is_unruled
    group by form_id
    having count(*) > 3
),

uneven as (
    select j.amount_id
    from joined as j
    inner join even_forms as e on j.form_id = e.form_id
    -- Lists of purchases and projects print 0.7 beside 7.00.
    where j.is_unruled and j.line_key in ('function', 'economic', 'item', 'single')
    qualify
        j.printed_number != 0 and j.printed_half_digit > e.usual_half_digit
        -- A column of line numbers is a good part of a form; 1,234 is none.
        and avg(cast(j.printed_half_digit = e.usual_half_digit as integer)) over (partition by j.form_id)
        >= case
            when j.line_key = 'single' then 0
            when regexp_full_match(j.compact_text, '\d{1,3}') then 0.4
            else 0.9
        end
),

judged as (
    select
        *,
        coalesce(
            reason_code,
            case
                -- No government's: digits that ran together.
                when coalesce(abs(printed_number) * coalesce(yuan, 1), 1e16) >= 1e16 then 'figure_unreadable'
                when is_comparison or regexp_full_match(code_text, '5\d{2}(\d{2})?') then 'line_out_of_scope'
                when is_of_other_classification and line_level is distinct from 'total' then 'line_out_of_scope'
                when is_government_line and item is null and unit_code is null and project_code is null
                    then 'line_out_of_scope'
                when is_other_line then 'line_unknown'
                when (code_text is not null and code is null) or is_torn then 'code_damaged'
                when
                    item is null and function_code is null and economic_code is null
                    and unit_code is null and project_code is null
                    then 'line_unknown'
                when measure_kind = 'money' and yuan is null then 'unit_unknown'
                -- What kind of figure it is, 预算数 or 决算数. A year or bureau that isn't said is NULL in the fact.
                when stage is null then 'document_unknown'
                when
                    doubt is not null or placement_reason is not null
                    or (measure_kind = 'money' and amount_id in (select amount_id from uneven))
                    then 'reading_doubtful'
            end
        ) as unplaced_reason
    from joined
)

select
    * exclude (reason_code, unplaced_reason, is_government_line, reason_detail, placement_reason, form_unit_text, yuan),
    unplaced_reason as reason_code,
    case unplaced_reason
        when 'columns_lost' then reason_detail || coalesce('; ' || placement_reason, '')
        when 'line_repeated'
            then 'the form prints a code again with other figures: another form may have begun without a title'
        when
            'column_unknown'
            then 'no measure is known for the column (' || coalesce(reason_detail, 'no header') || ')'
        when
            'column_out_of_scope'
            then
                'the column is another year''s, compares years, or is called final in a budget ('
                || coalesce(reason_detail, 'no header') || ')'
        when 'line_out_of_scope'
            then 'the line "' || coalesce(name_text, '') || '" is of a classification or year that no fact has'
        when 'form_unknown' then 'a table with columns of its own stands below the form, without a known title'
        when 'row_misaligned'
            then 'the row has other columns than the form''s header' || coalesce('; ' || placement_reason, '')
        when 'figure_unreadable'
            then 'the cell prints more than one figure, no plain one, or one too large or too unclear to read'
        when 'code_damaged'
            then
                'the code ' || coalesce(code_text, project_code, unit_code, name_text, '')
                || ' is cut short and no single code fits'
        when 'line_unknown' then 'no line is known by the name "' || coalesce(name_text, '') || '"'
        when 'unit_unknown' then 'the form prints no unit of money, or one that is not known'
        when 'reading_doubtful'
            then coalesce(
                doubt, placement_reason, 'the figure has fewer decimals than the others of its form without lines'
            )
        when 'document_unknown' then 'the document doesn''t say whether it is a budget or final accounts'
    end as reason
from judged
