{% macro missing_items(wanted, held, separator='|') %}
    {#- The items of one text list that another one lacks, as a text list in their order; '' where none is missing.
        `wanted` and `held` are SQL expressions for texts joined by `separator`; no list at all holds nothing. -#}
    {{ return(adapter.dispatch('missing_items', 'assay')(wanted, held, separator)) }}
{% endmacro %}

{% macro default__missing_items(wanted, held, separator) -%}
    array_join(
        array_except(split({{ wanted }}, '[{{ separator }}]'), split(coalesce({{ held }}, ''), '[{{ separator }}]')),
        '{{ separator }}'
    )
{%- endmacro %}

{% macro duckdb__missing_items(wanted, held, separator) -%}
    array_to_string(
        list_filter(
            string_split({{ wanted }}, '{{ separator }}'),
            lambda item: not list_contains(string_split(coalesce({{ held }}, ''), '{{ separator }}'), item)
        ),
        '{{ separator }}'
    )
{%- endmacro %}
