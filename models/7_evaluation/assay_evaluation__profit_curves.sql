with

probabilities as (
    select * from {{ ref('assay_evaluation__probabilities') }}
    where split = 'valid'
),

outcomes as (
    select * from {{ ref('assay_evaluation__outcomes') }}
    where split = 'valid'
),

-- A scan of its own, because rows that are used twice would be kept in memory. A number stands for
-- the names of a curve, which cost more to group and to sort by than all sums.
curves as (
    select
        use_case,
        model_version,
        learner,
        row_number() over (order by use_case, model_version, learner) as curve_number,
        count(probability) as row_count
    from {{ ref('assay_evaluation__probabilities') }}
    where split = 'valid'
    group by use_case, model_version, learner
),

scored as (
    select
        curves.curve_number,
        curves.row_count,
        probabilities.probability,
        outcomes.label,
        outcomes.value_if_acting,
        outcomes.value_if_not_acting
    from probabilities
    inner join curves
        on
            probabilities.use_case = curves.use_case
            and probabilities.model_version = curves.model_version
            and probabilities.learner = curves.learner
    inner join outcomes
        on
            probabilities.use_case = outcomes.use_case
            and probabilities.entity_id = outcomes.entity_id
            and probabilities.decided_at = outcomes.decided_at
),

-- Every distinct probability is a possible threshold. Very many rows are first put into bins of
-- equal width: each bin's lowest probability is still an exact point of the curve, only fewer are
-- tried.
points as (
    {{ assay.profit_curve(
        'scored',
        ['curve_number'],
        'probability',
        'value_if_acting',
        'value_if_not_acting',
        label='label',
        bin="case when row_count <= " ~ var('assay_exact_curve_rows', 1000000)
            ~ " then probability else floor(probability * " ~ var('assay_curve_bins', 10000) ~ ") end"
    ) }}
),

profit_curves as (
    select
        curves.use_case,
        curves.model_version,
        curves.learner,
        points.threshold,
        points.total_value,
        points.value_per_decision,
        points.acted_rate,
        points.true_positive_rate,
        points.false_positive_rate,
        points.n,
        points.valued_rows,
        points.acted_rows,
        points.true_positives
    from points
    inner join curves on points.curve_number = curves.curve_number
)

select * from profit_curves
