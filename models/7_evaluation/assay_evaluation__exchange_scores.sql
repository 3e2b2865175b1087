{%- set champions = {} -%}
{%- for use_case in assay.use_cases() -%}
    {%- do champions.update({use_case: assay._champion(use_case)}) -%}
{%- endfor -%}
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

tree_slots as (
    select * from {{ ref('assay_training__tree_slots') }}
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

scores as (
    select
        cast(null as string) as use_case,
        cast(null as string) as model_version,
        cast(null as bigint) as example_number,
        cast(null as double) as raw_score
    where false
    {%- for use_case, champion in champions.items() if champion %}
    union all
    select
        '{{ use_case }}' as use_case,
        '{{ champion.model_version }}' as model_version,
        example_number,
        raw_score
    from (
        {{ assay._score_champion(
            "(select * from mixed where use_case = '" ~ use_case ~ "')", use_case, champion
        ) }}
    ) as champion_scores
    {%- endfor %}
),

linked as (
    select
        scores.*,
        models.link
    from scores
    inner join models
        on scores.use_case = models.use_case and scores.model_version = models.model_version
),

predicted as (
    select
        linked.example_number,
        linked.model_version,
        linked.raw_score,
        case linked.link
            when 'identity' then linked.raw_score
            when 'log' then exp(linked.raw_score)
            else {{ assay._calibrated('linked') }}
        end as prediction
    from linked
    left join segments
        on
            {{ assay._segment_holds('linked') }}
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
