{% macro _select_weights(model, standardize=false) %}
{#- What assay.weights returns, with the output and the position of each feature, 0 for the intercept. A query in
    brackets. -#}
(
    with

    assay_coefficients as (
        select
            case when task = 'multiclass' then output end as class,
            output,
            intercept,
            {{ assay.exploded_arrays({
                'coefficient': 'coefficients', 'centre': 'feature_means', 'spread': 'feature_scales',
            }, 'position') }}
        from {{ assay._current_model(model) }} as stored
        where form = 'linear' and task in ('binary', 'multiclass', 'regression')
    ),

    assay_intercepts as (
        select
            class,
            output,
            intercept
            {%- if not standardize %}
            - {{ assay.ordered_sum('coefficient * centre / spread', 'position') }}
            {%- endif %} as weight
        from assay_coefficients
        group by output, class, intercept
    )

    select
        class,
        output,
        features.position,
        features.source_columns as processed_input,
        case when features.encoding = 'one_hot' then features.level end as category,
        features.feature_name,
        coefficient {{- '' if standardize else ' / spread' }} as weight
    from assay_coefficients
    inner join {{ assay._model_features(model) }} as features
        on assay_coefficients.position = features.position
    union all
    select
        class,
        output,
        0,
        '__INTERCEPT__',
        cast(null as string),
        '__INTERCEPT__',
        weight
    from assay_intercepts
)
{% endmacro %}
