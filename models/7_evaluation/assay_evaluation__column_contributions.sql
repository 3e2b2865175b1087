with

contributions as (
    select
        *,
        cast(row_number() over (order by use_case, output, split, entity_id, decided_at) as bigint)
            as row_number
    from {{ ref('assay_evaluation__contributions') }}
    where contributions is not null
),

feature_space as (
    select * from {{ ref('assay_features__feature_space') }}
),

features as (
    select
        contributions.use_case,
        contributions.row_number,
        feature_space.source_column,
        feature_space.encoding,
        feature_space.level,
        contributions.unit
        * {{ assay.array_value('contributions.contributions', 'feature_space.position') }}
            as contribution,
        feature_space.centre
        + feature_space.scale
        * {{ assay.array_value('contributions.features', 'feature_space.position') }}
            as value
    from contributions
    inner join feature_space on contributions.use_case = feature_space.use_case
),

-- Values of the features of one column add up, as SHAP values do.
columns as (
    select
        row_number,
        source_column,
        {{ assay.exact_sum('coalesce(contribution, 0)') }} as contribution,
        max({{ assay._shown_feature() }}) as shown_value,
        max(case
            when encoding in {{ assay._valued_encodings() }} and value is null then 1 else 0
        end) = 1 as is_missing
    from features
    group by row_number, source_column
),

ranked as (
    select
        *,
        cast(row_number() over (
            partition by row_number order by abs(contribution) desc, source_column asc
        ) as integer) as importance_rank
    from columns
),

column_contributions as (
    select
        contributions.use_case,
        contributions.model_version,
        contributions.output,
        contributions.entity_id,
        contributions.cluster_id,
        ranked.source_column,
        contributions.learner,
        contributions.link,
        contributions.split,
        ranked.shown_value,
        ranked.importance_rank,
        ranked.contribution,
        contributions.raw_score,
        contributions.expected_raw_score,
        ranked.is_missing,
        contributions.decided_at
    from contributions
    inner join ranked on contributions.row_number = ranked.row_number
)

select * from column_contributions
