{% macro _search_workers() -%}
    {#- How many trials run side by side, NULL for as many as the cores carry. The declared memory holds one at a
        time. -#}
    {%- set workers = var('assay_search_workers', none) -%}
    {%- if workers is none and var('assay_memory_limit_mb', none) is not none -%}{%- set workers = 1 -%}{%- endif -%}
    {%- if workers is not none and (workers is not integer or workers < 1) -%}
        {{ exceptions.raise_compiler_error(
            "assay_search_workers: " ~ workers ~ " is not a whole number of at least 1"
        ) }}
    {%- endif -%}
    cast({{ 'null' if workers is none else workers }} as integer)
{%- endmacro %}
