{% macro _gram_rows(relation, columns, weights, keys) -%}
    {#- The rows a Gram matrix is made of, in brackets: keys, `weight` and `value_1` ... as doubles; rows with a missing
        or infinite value, and those without weight, are left out. -#}
    {%- set weight = 'cast(' ~ (weights or 1) ~ ' as double)' -%}
(
    select
        {% for key in keys %}{{ key }}, {% endfor -%}
        {{ weight }} as weight,
        {% for column in columns -%}
        cast({{ column }} as double) as value_{{ loop.index }}{{ ',' if not loop.last }}
        {% endfor %}
    from {{ relation }} as gram_source
    where {{ weight }} > 0
        and {{ weight }} - {{ weight }} = 0
        {%- for column in columns %}
        and cast({{ column }} as double) - cast({{ column }} as double) = 0
        {%- endfor %}
)
{%- endmacro %}
