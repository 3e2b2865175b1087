{% macro _select_compared_features(rows, layout) -%}
    {#- One row per row of `rows`: the features that trees compare as columns, a missing one below every border. -#}
select
    example_number
    {%- for feature in layout %},
    coalesce({{ assay.array_value('features', feature) }}, cast('-infinity' as float)) as feature_{{ feature }}
    {%- endfor %}
from {{ rows }} as scored_rows
{%- endmacro %}
