with

exchanges as (
    select
        *,
        row_number() over (
            order by use_case, purpose, first_position, second_first_position, receiver, donor
        ) as example_number
    from {{ ref('assay_evaluation__exchanges') }}
),

examples as (
    select * from {{ ref('assay_features__examples') }}
),

models as (
    select * from {{ ref('assay_training__models') }}
    where is_current and fold = 0
),

trees as (
    select * from {{ ref('assay_training__trees') }}
    where fold = 0
),

segments as (
    select * from {{ ref('assay_training__calibration_segments') }}
),

mixed as (
    select
        exchanges.use_case,
        exchanges.example_number,
        {{ assay.array_mixed('receivers.features', 'donors.features', [
            ('exchanges.first_position', 'exchanges.last_position'),
            ('exchanges.second_first_position', 'exchanges.second_last_position'),
        ]) }} as features
    from exchanges
    inner join examples as receivers on exchanges.receiver = receivers.example_number
    inner join examples as donors on exchanges.donor = donors.example_number
),

predicted as (
    {{ assay._predict_champions('mixed') }}
),

exchange_scores as (
    select
        exchanges.use_case,
        exchanges.purpose,
        exchanges.first_column,
        exchanges.second_column,
        exchanges.receiver,
        exchanges.donor,
        predicted.model_version,
        predicted.raw_score,
        predicted.prediction
    from exchanges
    inner join predicted on exchanges.example_number = predicted.example_number
)

select * from exchange_scores
