{% macro weights(model, standardize=false) %}
{#- One row per feature of a linear ml_model and one for the intercept (`__INTERCEPT__`): processed_input (the source
    column), category (the level of a one-hot feature, else NULL), feature_name and weight, the change of the log-odds
    per unit of the feature, or per standard deviation with `standardize`. A query in brackets; no rows for a model
    without coefficients. -#}
(
    with

    assay_features as (
        select
            intercept,
            {{ assay.exploded_arrays({
                'feature_name': 'feature_names', 'processed_input': 'feature_sources', 'encoding': 'feature_encodings',
                'level': 'feature_levels', 'coefficient': 'coefficients', 'centre': 'feature_means',
                'spread': 'feature_scales',
            }, 'position') }}
        from {{ assay._current_model(model) }} as stored
        where form = 'linear'
    ),

    assay_intercepts as (
        select
            intercept
            {%- if not standardize %}
            - {{ assay.ordered_sum('coefficient * centre / spread', 'position') }}
            {%- endif %} as weight
        from assay_features
        group by intercept
    )

    select
        processed_input,
        case when encoding = 'one_hot' then level end as category,
        feature_name,
        coefficient {{- '' if standardize else ' / spread' }} as weight
    from assay_features
    union all
    select
        '__INTERCEPT__',
        cast(null as string),
        '__INTERCEPT__',
        weight
    from assay_intercepts
)
{% endmacro %}
