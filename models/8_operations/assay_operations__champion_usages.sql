with

champions as (
    select * from {{ ref('assay_evaluation__champions') }}
),

models as (
    select * from {{ ref('assay_training__models') }}
    where fold = 0 and training_rows > 0
    qualify {{ assay.is_first_output() }}
),

scorings as (
    {{ assay._select_scoring_usages(ref('assay_operations__served_models')) }}
),

rates as (
    select
        use_case,
        expected_value as compute_hour_amount
    from {{ ref('assay_inputs__assumptions') }}
    where name = 'compute_hour_amount'
),

measured as (
    select
        champions.use_case,
        champions.model_version,
        scorings.scored_rows,
        1000 * models.training_seconds / models.training_rows as run_training_seconds_per_1000_rows,
        1000 * cast(models.peak_memory_bytes as double) / models.training_rows
            as run_training_bytes_per_1000_rows,
        1000 * scorings.run_seconds / scorings.scored_rows as run_scoring_seconds_per_1000_rows,
        1000 * scorings.run_memory_bytes / scorings.scored_rows as run_scoring_bytes_per_1000_rows,
        rates.compute_hour_amount
    from champions
    left join models
        on
            champions.use_case = models.use_case
            and champions.model_version = models.model_version
    left join scorings on champions.use_case = scorings.use_case and scorings.scored_rows > 0
    left join rates on champions.use_case = rates.use_case
),

champion_usages as (
    select
        use_case,
        model_version,
        nullif(
            concat_ws(
                '; ',
                case
                    when run_training_seconds_per_1000_rows is null
                        then 'the champion was not trained here'
                end,
                case
                    when scored_rows is null
                        then 'the champion has no table function that could be measured'
                end,
                case
                    when compute_hour_amount is null
                        then 'the assumption compute_hour_amount is not declared'
                end
            ),
            ''
        ) as reason,
        scored_rows,
        run_training_seconds_per_1000_rows,
        run_training_bytes_per_1000_rows,
        run_scoring_seconds_per_1000_rows,
        run_scoring_bytes_per_1000_rows,
        run_scoring_seconds_per_1000_rows / 1000 / 3600 * compute_hour_amount
            as run_scoring_unit_amount
    from measured
)

select * from champion_usages
