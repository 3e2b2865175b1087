{% macro _grouped_encodings(item, members) %}
    {#- The features of columns that are taken together, as items of assay.declared_encodings(): one per product
        above the first degree, one per normalised column, one per cross. What stands beside the columns has an
        ordinal behind all of them; a normalised column takes the place of its own. -#}
    {%- set groups = [] -%}
    {%- if item.encoding == 'polynomial_expand' -%}
        {%- for term in assay._polynomial_terms(members, item.degree) if term | length > 1 -%}
            {%- do groups.append(term) -%}
        {%- endfor -%}
    {%- elif item.encoding == 'normalizer' -%}
        {%- for member in members -%}
            {%- do groups.append([member] + (members | rejectattr('ordinal', 'equalto', member.ordinal) | list)) -%}
        {%- endfor -%}
    {%- else -%}
        {%- do groups.append(members) -%}
    {%- endif -%}
    {%- set items = [] -%}
    {%- for group in groups -%}
        {%- do items.append(dict(item,
            columns=group | map(attribute='name') | list,
            ordinals=group | map(attribute='ordinal') | list,
            ordinal=group[0].ordinal if item.encoding == 'normalizer' else 100000 + item.number
        )) -%}
    {%- endfor -%}
    {{ return(items) }}
{% endmacro %}
