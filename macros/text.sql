{# Text without white space, quotation marks and Markdown marks, full-width signs made half-width:
   the form in which wordings are compared. #}
{% macro compact(text) -%}
    regexp_replace(
        translate(
            {{ text }},
            '（）［］【】：，．；－–—−０１２３４５６７８９％／　“”‘’＂「」',
            '()[][]:,.;----0123456789%/'
        ),
        '[\s\x{00a0}\x{3000}"''*#`|]+|</?(p|br)/?>', '', 'g'
    )
{%- endmacro %}

{# A line's name without its ordinal (一、 （一） 1. 其中：): the form in which items are compared. #}
{% macro item_name(compacted) -%}
    regexp_replace(
        regexp_replace({{ compacted }}, '^(其中)?:?', ''),
        '^([一二三四五六七八九十廿卅]+[、.]|\([一二三四五六七八九十廿卅]+\)[、.]?|(?:\(\d{1,2}\)[、.]?|\(?\d{1,2}\)?[、.])(\D))', '\2'
    )
{%- endmacro %}

{# True for a cell that prints one figure: 04 and -00014 are codes. #}
{% macro is_figure(compacted) -%}
    regexp_full_match({{ compacted }}, '-?[¥￥]?([1-9]\d{0,2}(,\d{3})+|0|[1-9]\d*)(\.\d+)?|\(([1-9]\d{0,2}(,\d{3})+|0|[1-9]\d*)(\.\d+)?\)')
{%- endmacro %}

{# The confidence up to which a reading of OCR is no evidence: two readings of the figure differed, say. #}
{% macro doubtful() -%} 0.5 {%- endmacro %}

{# The number that a figure prints, as DECIMAL(24,6), NULL if it has more digits than any amount;
   a figure in brackets is negative. #}
{% macro to_number(compacted) -%}
    try_cast(
        case when {{ compacted }} like '(%' then '-' else '' end
        || regexp_replace({{ compacted }}, '[(),¥￥]', '', 'g') as decimal(24, 6)
    )
{%- endmacro %}

{# Half of the last printed digit of a figure, as a number in the figure's unit. #}
{% macro half_digit(compacted) -%}
    cast(0.5 * pow(10, -length(regexp_extract({{ compacted }}, '\.(\d+)', 1))) as decimal(24, 8))
{%- endmacro %}

{# A stable key of 16 hexadecimal digits over the given expressions. #}
{% macro stable_key(expressions) -%}
    left(md5(concat_ws('|', {% for e in expressions %}coalesce(cast({{ e }} as varchar), ''){% if not loop.last %}, {% endif %}{% endfor %})), 16)
{%- endmacro %}
