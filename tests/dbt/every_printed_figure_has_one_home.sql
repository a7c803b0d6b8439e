-- What a page prints is in the fact, a claim, the list of unplaced amounts, the text or no figure: the parts add up to
-- the whole. Where they don't, a reader lost figures between the page and its rows (int_figure_not_read;
-- dq_document_problem names them): the fault is ours, and no reason to withhold all other figures.
{{ config(severity='warn') }}
select
    document_id,
    page,
    printed,
    fact + claim + unplaced + performance + unclaimed_text + no_figure as at_home
from {{ ref('dq_figure_coverage') }}
where printed != fact + claim + unplaced + performance + unclaimed_text + no_figure
