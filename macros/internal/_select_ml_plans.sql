{% macro _select_ml_plans(part, options) %}
{#- The one training that an ml_model asks for, in the columns of assay_training__plans. -#}
with

examples as (
    select
        count(*) as training_rows,
        sum(label) as positive_rows,
        min(label) as lowest_label,
        {{ assay.rows_digest(['fold', 'label', 'weight', 'features'], 'ml_model') }} as digest
    from {{ part }}examples
),

feature_space as (
    select
        count(*) as feature_count,
        substr({{ assay.text_digest(assay.ordered_text(
            "concat_ws('|', feature_name, encoding, level, cast(centre as string), cast(scale as string))", 'position'
        )) }}, 1, 12) as feature_space_version
    from {{ part }}space
    where fold = 0
),

fingerprinted as (
    select
        *,
        {{ assay.text_literal(options.parameters) }} as parameters,
        {{ assay.text_digest(
            "concat_ws('|', '" ~ options.task ~ "', '" ~ options.learner ~ "', "
            ~ assay.text_literal(options.parameters) ~ ", '" ~ var('assay_seed', 1) ~ "', feature_space_version, "
            ~ "cast(training_rows as string), digest, '" ~ assay.training_version() ~ "', '" ~ options.calibration ~ "', "
            ~ assay.text_literal(options.search or '') ~ ", '" ~ options.calculate_p_values ~ "')"
        ) }} as fingerprint
    from examples
    cross join feature_space
),

plans as (
    select
        'ml_model' as use_case,
        '{{ options.learner }}' as learner,
        concat('{{ options.learner }}-', substr(fingerprint, 1, 12)) as model_version,
        '{{ options.task }}' as task,
        '{{ options.calibration }}' as calibration,
        parameters,
        {{ assay.text_literal(options.search) if options.search else 'cast(null as string)' }} as search,
        feature_space_version,
        fingerprint,
        'fit' as status,
        cast({{ var('assay_seed', 1) }} as integer) as seed,
        cast(feature_count as integer) as feature_count,
        training_rows,
        cast(null as bigint) as sampled_rows,
        {{ assay._search_workers() }} as search_workers,
        positive_rows,
        lowest_label
    from fingerprinted
)

select * from plans
{% endmacro %}
