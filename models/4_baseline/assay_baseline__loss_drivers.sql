{%- set sums = [
    'n', 'cluster_count', 'size_square_sum', 'loss_sum', 'loss_square_sum', 'product_sum',
] -%}
with

use_cases as (
    select * from {{ ref('assay_inputs__use_cases') }}
),

driver_sums as (
    select * from {{ ref('assay_baseline__driver_sums') }}
),

compared as (
    select
        *,
        {%- for name in sums %}
        cast(sum(cast({{ name }} as decimal(38, 12))) over all_values as double) - {{ name }}
            as rest_{{ name }},
        {%- endfor %}
        cast(sum(n) over all_values as double) as total_n,
        cast(sum(
            case when loss_sum > 0 then cast(loss_sum as decimal(38, 12)) else 0 end
        ) over all_values as double) as positive_sum
    from driver_sums
    window all_values as (partition by use_case, metric, driver)
),

averaged as (
    select
        *,
        {%- for prefix in ['', 'rest_'] %}
        {{ prefix }}loss_sum / nullif({{ prefix }}n, 0) as {{ prefix }}mean_loss_amount
        {{- ',' if not loop.last }}
        {%- endfor %}
    from compared
),

-- Clusters of both sides are taken as independent, also where one met several values of the driver.
estimated as (
    select
        *,
        {%- for prefix in ['', 'rest_'] %}
        case
            when {{ prefix }}cluster_count > 1
                then (
                    {{ prefix }}loss_square_sum
                    - 2 * {{ prefix }}mean_loss_amount * {{ prefix }}product_sum
                    + power({{ prefix }}mean_loss_amount, 2) * {{ prefix }}size_square_sum
                ) * {{ assay._cluster_correction(prefix ~ 'cluster_count') }}
                / power({{ prefix }}n, 2)
        end as {{ prefix }}variance
        {{- ',' if not loop.last }}
        {%- endfor %}
    from averaged
),

differed as (
    select
        *,
        mean_loss_amount - rest_mean_loss_amount as difference_amount,
        sqrt(greatest(variance + rest_variance, 0)) as difference_standard_error,
        row_number() over (
            partition by use_case, metric, driver
            order by loss_sum desc nulls last, driver_value asc
        ) as loss_rank
    from estimated
),

loss_drivers as (
    select
        differed.use_case,
        differed.metric,
        differed.driver,
        differed.driver_value,
        use_cases.currency,
        'computed' as source,
        case
            when differed.loss_sum is null then 'not_declared'
            when differed.difference_standard_error is null then 'insufficient_data'
            when use_cases.units_per_month is null then 'no_volume'
            else 'ok'
        end as evidence_status,
        differed.n,
        differed.cluster_count,
        cast(differed.loss_rank as integer) as loss_rank,
        differed.mean_loss_amount,
        sqrt(greatest(differed.variance, 0)) as standard_error,
        differed.difference_amount,
        differed.difference_amount - {{ assay._z95() }} * differed.difference_standard_error
            as difference_ci_low,
        differed.difference_amount + {{ assay._z95() }} * differed.difference_standard_error
            as difference_ci_high,
        use_cases.units_per_month * differed.loss_sum / differed.total_n as loss_amount,
        use_cases.units_per_month * differed.n * differed.difference_amount / differed.total_n
            as excess_amount,
        case when differed.loss_sum > 0 then differed.loss_sum else 0 * differed.loss_sum end
        / nullif(differed.positive_sum, 0) as share_rate,
        cast(sum(
            case when differed.loss_sum > 0 then cast(differed.loss_sum as decimal(38, 12)) end
        ) over (
            partition by differed.use_case, differed.metric, differed.driver
            order by differed.loss_rank
            rows between unbounded preceding and current row
        ) as double) / nullif(differed.positive_sum, 0) as cumulative_share_rate,
        differed.difference_amount > {{ assay._z95() }} * differed.difference_standard_error
            as is_worse_than_rest
    from differed
    inner join use_cases on differed.use_case = use_cases.use_case
)

select * from loss_drivers
