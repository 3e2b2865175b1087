{% macro _select_compared_features(rows, layout, type='float', missing='-infinity') -%}
    {#- One row per row of `rows`: the features that trees compare as columns of `type`, `missing` where there is none:
        below every border, or as `nan` above every border and infinity too. -#}
select
    example_number
    {%- for feature in layout %},
    coalesce(
        cast({{ assay.array_value('features', feature) }} as {{ type }}), cast('{{ missing }}' as {{ type }})
    ) as feature_{{ feature }}
    {%- endfor %}
from {{ rows }} as scored_rows
{%- endmacro %}
