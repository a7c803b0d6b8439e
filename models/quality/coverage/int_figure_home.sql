{{ config(schema='intermediate') }}
-- Where each printed number went. What the fact and the claims don't have, and what by its shape and place is no code,
-- date or number of a line, is listed as unplaced.
with claimed as (
    select distinct
        unnest(s.row_ids) as row_id,
        n.number_text
    from (
        select
            document_id,
            page,
            sentence,
            unnest([amount_text, base_text, change_text, rate_text, share_text]) as claimed_text,
            replace(claimed_text, ',', '') as number_text
        from {{ ref('fct_narrative_claim') }}
    ) as n
    inner join {{ ref('int_narrative_sentence') }} as s
        on n.document_id = s.document_id and n.page = s.page and n.sentence = s.sentence
    where n.claimed_text is not null
),

form_rows as (
    select
        r.row_id,
        r.form_id,
        r.row_kind,
        s.kind,
        max(r.cell_count) over (partition by r.form_id, r.table_number, r.row_kind) as block_width
    from {{ ref('int_form_row') }} as r
    left join {{ ref('statements') }} as s on r.statement = s.statement
),

header_widths as (
    select
        form_id,
        max(column_number) as width
    from {{ ref('int_form_column') }}
    group by form_id
),

tokens as (
    select
        row_id,
        column_number,
        replace(compact_text, ',', '') as number_text,
        min(token_kind) as token_kind
    from {{ ref('int_text_token') }}
    group by all
),

-- 208 05 01 is one code, put together from three cells.
codes_of_rows as (
    select
        row_id,
        string_agg(compact_text, ' ' order by column_number, part) as codes
    from {{ ref('int_text_token') }}
    where token_kind in ('code', 'unit_code')
    group by row_id
),

placed as (
    select
        f.*,
        o.amount_id,
        a.reason_code,
        c.row_id is not null as is_claimed,
        r.form_id,
        r.kind,
        -- Sentences below a form and between its tables, and those outside of forms.
        r.form_id is null or r.row_kind in ('note', 'text') as is_beside,
        r.row_kind,
        r.row_kind = 'data' as is_data,
        coalesce(r.block_width >= w.width, false) as is_whole_width,
        k.role = 'line_number' as is_line_number,
        coalesce(k.role, 'unknown') in ('measure', 'unknown', 'comparison', 'other') as is_measure,
        coalesce(t.token_kind, case when contains(q.codes, f.figure_text) then 'code' end) as token_kind,
        count(*) filter (where f.is_whole_cell) over (partition by f.row_id) as figures_in_row,
        count(o.amount_id) over (partition by f.row_id, f.column_number) as amounts_in_cell,
        f.is_amount_like and regexp_matches(f.figure_text, ',|\.\d\d$') as is_amount,
        regexp_matches(f.text_after, '^\s*[多余]?[百千万亿]*(元|万$|亿$)') as is_money
    from {{ ref('int_figure') }} as f
    left join {{ ref('int_figure_amount') }} as o on f.figure_id = o.figure_id
    left join {{ ref('int_amount') }} as a on o.amount_id = a.amount_id
    left join claimed as c on f.row_id = c.row_id and f.number_text = c.number_text
    left join form_rows as r on f.row_id = r.row_id
    left join header_widths as w on r.form_id = w.form_id
    left join {{ ref('int_form_column') }} as k on r.form_id = k.form_id and f.column_number = k.column_number
    left join tokens as t
        on f.row_id = t.row_id and f.column_number = t.column_number and f.number_text = t.number_text
    left join codes_of_rows as q on f.row_id = q.row_id
),

-- A cell that prints one number, in a grid or among others in a line of words, is of a table: the text has the others.
judged as (
    select
        *,
        is_whole_cell and (
            not is_text
            or (not is_sentence and not is_money and (is_amount_like or (figures_in_row > 1 and not is_first_cell)))
        ) as is_tabled,
        case
            when not is_whole_cell or (is_text and (is_sentence or figures_in_row = 1)) then null
            when is_first_cell and regexp_full_match(figure_text, '\d{1,3}|\d{5}|\d{7}') then 'numbering'
            when regexp_full_match(figure_text, '(19|20)\d\d') then 'date'
        end as first_shape
    from placed
),

homes as (
    select
        *,
        case
            when amount_id is not null then case when reason_code is null then 'fact' else 'unplaced' end
            when is_claimed then 'claim'
            -- A score may stand alone in its line.
            when shape is not null and not (kind = 'performance' and shape = 'page_number') then 'no_figure'
            when kind = 'performance' then 'performance'
            when is_beside or kind is null
                then case
                    when first_shape is not null then 'no_figure'
                    when not is_tabled then 'unclaimed_text'
                    else 'unplaced'
                end
            when is_money and not is_whole_cell and (is_text or length(cell_text) > 20) then 'unclaimed_text'
            when is_amount or (is_data and is_amount_like and is_whole_cell) then 'unplaced'
            when not is_data or not is_whole_cell then 'no_figure'
            when not is_text then case when is_measure and is_whole_width then 'unplaced' else 'no_figure' end
            -- What no line of a form in words has among its figures, and no code is as long as.
            when
                figure_text = '0' or token_kind is null
                or (token_kind = 'code' and not is_first_cell and length(figure_text) in (1, 4, 6, 8))
                then 'unplaced'
            else 'no_figure'
        end as home
    from judged
)

select
    figure_id,
    document_id,
    page,
    table_number,
    row_number,
    row_id,
    column_number,
    figure_order,
    figure_text,
    cell_text,
    bbox,
    form_id,
    home,
    -- Placed later, a figure keeps its key.
    case
        when amount_id is not null or home != 'unplaced' then amount_id
        when amounts_in_cell = 0 then {{ stable_key(['row_id', 'column_number', 'figure_order']) }}
        else {{ stable_key(['row_id', 'column_number', "'figure'", 'figure_order']) }}
    end as amount_id,
    amount_id is not null as is_read,
    case
        when amount_id is not null then reason_code
        when home = 'no_figure'
            then coalesce(
                shape,
                case when is_beside or kind is null then first_shape end,
                token_kind,
                case when row_kind = 'numbering' then row_kind when is_line_number then 'line_number' end,
                case when not is_data then 'heading' when not is_whole_cell then 'name' else 'code' end
            )
        when home = 'unclaimed_text' then case when is_money then 'amount' when is_share then 'share' else 'number' end
        when home = 'unplaced'
            then case
                when document_id in (select document_id from {{ ref('int_set_aside') }}) then 'set_aside'
                when is_share then 'rate_out_of_scope'
                when is_beside and form_id is null then 'outside_forms'
                when kind is null and form_id is not null then 'form_unknown'
                else 'overlooked'
            end
    end as reason
from homes
union all by name
-- What no number was counted of: a cell that OCR could not read, more figures run together than are told apart.
select
    {{ stable_key(["'amount'", 'amount_id']) }} as figure_id,
    document_id,
    page,
    table_number,
    row_number,
    row_id,
    column_number,
    0 as figure_order,
    amount_text as figure_text,
    amount_text as cell_text,
    cast(bbox as double[]) as bbox,
    form_id,
    case when reason_code is null then 'fact' else 'unplaced' end as home,
    amount_id,
    true as is_read,
    reason_code as reason
from {{ ref('int_amount') }}
where amount_id not in (select amount_id from {{ ref('int_figure_amount') }})
