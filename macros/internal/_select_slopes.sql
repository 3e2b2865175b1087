{% macro _select_slopes(models) -%}
{#- One row per use case and position of a feature of a linear or quadratic model of `models` (a CTE): slope, the raw
    score per unit of the feature at its training mean, bend, that per squared unit (0 of a line), and feature_mean. -#}
select
    use_case,
    position,
    coefficient / spread as slope,
    coalesce(square, 0) / spread / spread as bend,
    feature_mean
from (
    select
        use_case,
        {{ assay.exploded_arrays({
            'coefficient': 'coefficients', 'square': 'square_coefficients', 'feature_mean': 'feature_means',
            'spread': 'feature_scales',
        }, 'position') }}
    from {{ models }}
    where form in ('linear', 'quadratic')
) as bent_features
{%- endmacro %}
