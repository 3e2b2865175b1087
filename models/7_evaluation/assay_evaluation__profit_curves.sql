with

probabilities as (
    select * from {{ ref('assay_evaluation__probabilities') }}
    where split = 'valid'
),

outcomes as (
    select * from {{ ref('assay_evaluation__outcomes') }}
    where split = 'valid'
),

-- A scan of its own, because rows that are used twice would be kept in memory.
counted as (
    select
        use_case,
        model_version,
        count(probability) as row_count
    from {{ ref('assay_evaluation__probabilities') }}
    where split = 'valid'
    group by use_case, model_version
),

scored as (
    select
        probabilities.use_case,
        probabilities.model_version,
        probabilities.learner,
        probabilities.probability,
        outcomes.label,
        outcomes.value_if_acting,
        outcomes.value_if_not_acting,
        counted.row_count
    from probabilities
    inner join counted
        on
            probabilities.use_case = counted.use_case
            and probabilities.model_version = counted.model_version
    inner join outcomes
        on
            probabilities.use_case = outcomes.use_case
            and probabilities.entity_id = outcomes.entity_id
            and probabilities.decided_at = outcomes.decided_at
),

-- Every distinct probability is a possible threshold. Very many rows are first put into bins of
-- equal width: each bin's lowest probability is still an exact point of the curve, only fewer are
-- tried.
profit_curves as (
    {{ assay.profit_curve(
        'scored',
        ['use_case', 'model_version', 'learner'],
        'probability',
        'value_if_acting',
        'value_if_not_acting',
        label='label',
        bin="case when row_count <= " ~ var('assay_exact_curve_rows', 1000000)
            ~ " then probability else floor(probability * " ~ var('assay_curve_bins', 10000) ~ ") end"
    ) }}
)

select * from profit_curves
