{% macro _training_set_ctes(examples) -%}
{#- The CTEs `folds` and `training_sets`: how many rows of which labels each fold and each use case learn from,
    and the digest that names them. `examples` is the CTE of training rows. -#}
folds as (
    select
        use_case,
        fold,
        learned_from_fold,
        min(feature_space_version) as feature_space_version,
        count(*) as row_count,
        count(*) filter (where label = 1) as positive_count,
        count(*) filter (where label > 0) as above_zero_count,
        min(label) as lowest_label,
        {{ assay.rows_digest(
            ['entity_id', 'decided_at', 'fold', 'label', 'weight', 'features'], 'examples'
        ) }} as digest
    from {{ examples }}
    group by use_case, fold, learned_from_fold
),

training_sets as (
    select
        use_case,
        min(feature_space_version) as feature_space_version,
        {{ assay.ordered_text(
            "concat_ws(':', cast(fold as string), cast(learned_from_fold as string), digest)",
            'coalesce(100 * fold, 0) + coalesce(learned_from_fold, 0)'
        ) }} as digest,
        count(learned_from_fold) > 0 as is_ordered,
        {%- for part, rows in {'first': 'learned_from_fold = 1', 'judged': 'fold is not null'}.items() %}
        sum(case when {{ rows }} then row_count else 0 end) as {{ part }}_rows,
        sum(case when {{ rows }} then positive_count else 0 end) as {{ part }}_positives,
        sum(case when {{ rows }} then above_zero_count else 0 end) as {{ part }}_above_zero,
        {%- endfor %}
        cast(sum(row_count) as bigint) as training_rows,
        cast(sum(positive_count) as bigint) as positive_rows,
        cast(max(row_count) as bigint) as largest_fold_rows,
        sum(above_zero_count) as above_zero_rows,
        max(above_zero_count) as largest_fold_above_zero,
        min(lowest_label) as lowest_label
    from folds
    group by use_case
),
{%- endmacro %}
