{% macro ordered_text(text, order_by, separator='|') %}
    {#- Aggregate: the texts of a group joined in the order of one expression. -#}
    {{ return(adapter.dispatch('ordered_text', 'assay')(text, order_by, separator)) }}
{% endmacro %}

{% macro default__ordered_text(text, order_by, separator) -%}
    array_join(
        transform(array_sort(collect_list(struct({{ order_by }} as position, {{ text }} as item))), pair -> pair.item),
        '{{ separator }}'
    )
{%- endmacro %}

{% macro duckdb__ordered_text(text, order_by, separator) -%}
    string_agg({{ text }}, '{{ separator }}' order by {{ order_by }})
{%- endmacro %}
