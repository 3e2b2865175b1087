{% macro _pack_word(layout) -%}
    {#- The word of a pack for a row: the weights of the slots that the row exceeds. It joins `read_rows`
        (_select_compared_features) and `packs` (_select_pack_borders). A pack whose trees compare nothing has no
        borders; each of its trees has one leaf. -#}
    {%- set terms = [] -%}
    {%- for feature, count in layout.items() -%}
        {%- for slot in range(1, count + 1) -%}
            {%- set own = feature ~ '_' ~ slot -%}
            {%- do terms.append(
                'cast(read_rows.feature_' ~ feature ~ ' > packs.border_' ~ own ~ ' as double) * packs.weight_' ~ own
            ) -%}
        {%- endfor -%}
    {%- endfor -%}
    cast(coalesce({{ terms | join('\n            + ') if terms else '0' }}, 0) as bigint)
{%- endmacro %}
