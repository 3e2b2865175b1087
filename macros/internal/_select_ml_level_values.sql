{% macro _select_ml_level_values(values) %}
{#- One row per text column and fold of an ml_model: the levels and their label rates outside the fold (fold 0: over
    every training row), drawn to the prior where rows are few. `values` as for assay._select_ml_space. -#}
{%- set smoothing = var('assay_target_smoothing', 20) -%}
with

levels as (
    select column_name, text as level, fold, count(*) as row_count, sum(label) as label_sum
    from {{ values }} as training_values
    where text is not null
    group by column_name, text, fold
),

folds as (
    select 0 as fold
    union
    select fold from {{ values }} as training_values
),

outside as (
    select
        column_name,
        folds.fold,
        level,
        sum(case when levels.fold = folds.fold then 0 else row_count end) as row_count,
        sum(case when levels.fold = folds.fold then 0 else label_sum end) as label_sum
    from levels
    cross join folds
    group by column_name, folds.fold, level
),

priors as (
    select column_name, fold, sum(label_sum) / nullif(cast(sum(row_count) as double), 0) as prior
    from outside
    group by column_name, fold
),

level_values as (
    select
        outside.column_name,
        outside.fold,
        prior,
        {{ assay.array_ordered('level', 'level') }} as level_names,
        {{ assay.array_ordered('(label_sum + ' ~ smoothing ~ ' * prior) / (row_count + ' ~ smoothing ~ ')', 'level') }}
            as level_values
    from outside
    inner join priors on outside.column_name = priors.column_name and outside.fold = priors.fold
    group by outside.column_name, outside.fold, prior
)

select * from level_values
{% endmacro %}
