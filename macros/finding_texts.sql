{# The places of a finding's text, as a map from their names: `places(form_zh='s.name_zh', amount='f.amount')`. #}
{% macro places() -%}
    map {
        {% for name, value in kwargs.items() %}'{{ name }}': cast({{ value }} as varchar){% if not loop.last %}, {% endif %}{% endfor %}
    }
{%- endmacro %}

{# A text with its {places} filled in. What stands in [brackets] is left out where a place in it is NULL; {?place}
   prints nothing and only says so. #}
{% macro filled(text, places) -%}
    array_to_string(
        list_transform(
            string_split(replace(replace({{ text }}, '[', '[~'), ']', '['), '['),
            lambda part: case
                when
                    starts_with(part, '~')
                    and len(
                        list_filter(
                            regexp_extract_all(part, '\{\??(\w+)\}', 1), lambda place: {{ places }}[place] is null
                        )
                    ) > 0
                    then ''
                else array_to_string(
                    list_transform(
                        string_split(ltrim(part, '~'), '{'),
                        lambda piece: case
                            when not contains(piece, '}') then piece
                            when starts_with(piece, '?') then substr(piece, instr(piece, '}') + 1)
                            else
                                coalesce({{ places }}[split_part(piece, '}', 1)], '')
                                || substr(piece, instr(piece, '}') + 1)
                        end
                    ), ''
                )
            end
        ), ''
    )
{%- endmacro %}
