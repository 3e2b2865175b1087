{% macro _select_quantity_evaluation(model, relation) %}
{#- What assay.evaluate says of a model of a quantity. -#}
(
    with

    assay_errors as (
        select
            expected_value,
            predicted_value,
            expected_value - predicted_value as error,
            case
                when least(expected_value, predicted_value) > -1 then ln(1 + expected_value) - ln(1 + predicted_value)
            end as log_error
        from {{ assay._select_judged(model, relation) }} as judged
    ),

    assay_sums as (
        select
            cast(count(*) as double) as n,
            count(log_error) = count(*) as has_logs,
            {{ assay.exact_sum('abs(error)') }} as absolute,
            {{ assay.exact_sum('error * error') }} as squared,
            {{ assay.exact_sum('log_error * log_error') }} as squared_logs,
            {{ assay.median('abs(error)') }} as median_absolute,
            {{ assay.exact_sum('error') }} / nullif(count(*), 0) as mean_error,
            {{ assay.exact_sum('expected_value') }} / nullif(count(*), 0) as mean_value
        from assay_errors
    ),

    assay_spreads as (
        select {{ assay.exact_sum('power(expected_value - mean_value, 2)') }} as total
        from assay_errors
        cross join assay_sums
    )

    select
        absolute / nullif(n, 0) as mean_absolute_error,
        squared / nullif(n, 0) as mean_squared_error,
        case when has_logs then squared_logs / nullif(n, 0) end as mean_squared_log_error,
        median_absolute as median_absolute_error,
        1 - squared / nullif(total, 0) as r2_score,
        1 - (squared - n * mean_error * mean_error) / nullif(total, 0) as explained_variance,
        cast(n as bigint) as n
    from assay_sums
    cross join assay_spreads
)
{% endmacro %}
