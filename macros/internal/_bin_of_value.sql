{% macro _bin_of_value(kind, number, text, edges, categories) -%}
    {#- The bin of a value in long form: 0 missing, -1 a number that cannot enter a sum, otherwise its place among the
        edges or the categories; a category without a place of its own goes one beyond the last. -#}
    case
        when {{ kind }} = 'numeric' and {{ number }} is null then 0
        when {{ kind }} = 'numeric' and not {{ assay.is_usable(number) }} then -1
        when {{ kind }} = 'numeric' then {{ assay.bin_number(number, edges) }}
        when {{ text }} is null then 0
        else coalesce(
            nullif({{ assay.array_position(categories, text) }}, 0),
            coalesce({{ assay.array_length(categories) }}, 0) + 1
        )
    end
{%- endmacro %}
