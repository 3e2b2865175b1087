{% macro rows_digest(columns, salt) %}
    {#- An aggregate that names the content of a set of rows, in any order: the exact sum of one 64-bit hash per row.
        `columns` are SQL expressions, `salt` is a text that belongs to the content. Equal on one version of one
        engine only: compare it with what the same engine stored, never publish it. -#}
    {{ return(adapter.dispatch('rows_digest', 'assay')(columns, salt)) }}
{% endmacro %}

{% macro default__rows_digest(columns, salt) -%}
    cast(sum(cast(xxhash64({{ dbt.string_literal(salt) }}, {{ columns | join(', ') }}) as decimal(38, 0))) as string)
{%- endmacro %}

{% macro duckdb__rows_digest(columns, salt) -%}
    cast(sum(hash({{ dbt.string_literal(salt) }}, {{ columns | join(', ') }})) as string)
{%- endmacro %}
