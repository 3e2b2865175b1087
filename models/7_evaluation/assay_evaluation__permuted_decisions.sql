with

exchanges as (
    select
        *,
        row_number() over (order by use_case, first_position, receiver) as example_number
    from {{ ref('assay_evaluation__exchanges') }}
    where purpose = 'permutation'
),

exchange_scores as (
    select * from {{ ref('assay_evaluation__exchange_scores') }}
    where purpose = 'permutation'
),

examples as (
    select * from {{ ref('assay_features__examples') }}
),

models as (
    select * from {{ ref('assay_training__models') }}
    where is_current and fold = 0
),

mixed as (
    select
        exchanges.use_case,
        exchanges.example_number,
        {{ assay.array_mixed('receivers.features', 'donors.features', [
            ('exchanges.first_position', 'exchanges.last_position'),
        ]) }} as features
    from exchanges
    inner join examples as receivers on exchanges.receiver = receivers.example_number
    inner join examples as donors on exchanges.donor = donors.example_number
),

class_scores as (
    {{ assay._score_champion_classes('mixed') }}
),

shares as (
    {{ assay.select_class_shares('class_scores', ['use_case', 'example_number']) | indent(4) }}
),

-- A class without training rows has no share: its probability is 0.
classified as (
    select
        exchanges.use_case,
        shares.model_version,
        exchanges.first_column,
        exchanges.receiver,
        cast(null as double) as prediction,
        max(case when shares.class_rank = 1 then shares.output end) as predicted_class,
        coalesce(
            max(case when shares.output = receivers.label_class then shares.probability end), 0
        ) as label_probability
    from exchanges
    inner join shares
        on
            exchanges.use_case = shares.use_case
            and exchanges.example_number = shares.example_number
    inner join examples as receivers on exchanges.receiver = receivers.example_number
    group by
        exchanges.use_case,
        shares.model_version,
        exchanges.first_column,
        exchanges.receiver
),

predicted as (
    select * from classified
    union all
    select
        use_case,
        model_version,
        first_column,
        receiver,
        prediction,
        cast(null as string) as predicted_class,
        cast(null as double) as label_probability
    from exchange_scores
),

permuted_decisions as (
    select
        predicted.use_case,
        predicted.model_version,
        predicted.first_column as source_column,
        examples.entity_id,
        examples.split,
        examples.cluster_id,
        examples.label_class,
        predicted.predicted_class,
        examples.label,
        predicted.prediction,
        predicted.label_probability,
        examples.decided_at
    from predicted
    inner join examples on predicted.receiver = examples.example_number
)

select * from permuted_decisions
