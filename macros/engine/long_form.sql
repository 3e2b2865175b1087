{% macro long_form(relation, keys, numbers, texts) %}
    {#- One row per row and column of a wide relation, from one scan: the keys, `column_name`, `number` and `text`.
        `relation` is a relation or a subquery in brackets, `keys` {name: expression}, `numbers` and `texts`
        {column name: expression}; a column has a number or a text, the other one is NULL. -#}
    {{ return(adapter.dispatch('long_form', 'assay')(relation, keys, numbers, texts)) }}
{% endmacro %}

{% macro default__long_form(relation, keys, numbers, texts) %}
select
    {%- for name, expression in keys.items() %}
    {{ expression }} as {{ name }},
    {%- endfor %}
    stack(
        {{ numbers | length + texts | length }},
        {%- for name, expression in numbers.items() %}
        {{ assay.text_literal(name) }}, cast({{ expression }} as double), cast(null as string)
        {{- ',' if texts or not loop.last }}
        {%- endfor %}
        {%- for name, expression in texts.items() %}
        {{ assay.text_literal(name) }}, cast(null as double), cast({{ expression }} as string)
        {{- ',' if not loop.last }}
        {%- endfor %}
    ) as (column_name, number, text)
from {{ relation }} as wide
{% endmacro %}

{% macro duckdb__long_form(relation, keys, numbers, texts) %}
select *
from (
    select
        {%- for name, expression in keys.items() %}
        {{ expression }} as {{ name }},
        {%- endfor %}
        {%- for expression in numbers.values() %}
        cast({{ expression }} as double) as assay_number_{{ loop.index }},
        cast(null as string) as assay_absent_text_{{ loop.index }}{{ ',' if texts or not loop.last }}
        {%- endfor %}
        {%- for expression in texts.values() %}
        cast(null as double) as assay_absent_number_{{ loop.index }},
        cast({{ expression }} as string) as assay_text_{{ loop.index }}{{ ',' if not loop.last }}
        {%- endfor %}
    from {{ relation }} as wide
)
unpivot include nulls (
    (number, text) for column_name in (
        {%- for name in numbers %}
        (assay_number_{{ loop.index }}, assay_absent_text_{{ loop.index }}) as {{ assay.text_literal(name) }}
        {{- ',' if texts or not loop.last }}
        {%- endfor %}
        {%- for name in texts %}
        (assay_absent_number_{{ loop.index }}, assay_text_{{ loop.index }}) as {{ assay.text_literal(name) }}
        {{- ',' if not loop.last }}
        {%- endfor %}
    )
)
{% endmacro %}
