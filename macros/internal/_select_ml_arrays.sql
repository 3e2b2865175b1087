{% macro _select_ml_arrays(space) %}
{#- One row per fold of `space` (assay._select_ml_space): the feature space as arrays by position, as it is stored
    with the model. -#}
select
    fold,
    {%- for name, expression in {
        'feature_sources': 'source_columns',
        'feature_encodings': 'encoding',
        'feature_levels': 'level',
        'feature_centres': 'centre',
        'feature_spreads': 'scale',
        'feature_parameters': 'parameters',
        'feature_priors': 'prior',
        'feature_level_names': 'level_names',
        'feature_level_values': 'level_values',
    }.items() %}
    {{ assay.array_ordered(expression, 'position') }} as {{ name }}{{ ',' if not loop.last }}
    {%- endfor %}
from {{ space }} as feature_space
group by fold
{% endmacro %}
