{% macro bootstrap_interval(relation, keys, unit, value, replicates=500) %}
    {#- A query that gives, per `keys`, the mean of `value` with the standard error and the 95 % percentile interval of
        a bootstrap that resamples whole units: each unit gets a Poisson(1) weight, a hash of unit and replicate, so the
        result is the same in every run. One unit has the same weight under every key, as in a paired comparison.
        Columns: the keys, n, unit_count, mean_value, standard_error, ci_low, ci_high; the errors are NULL below ten
        units.

        relation    table, CTE or subquery in parentheses.
        keys        list of column names to group by.
        unit        SQL expression that names what is independent: the cluster, or the row's key.
        value       SQL expression; NULL does not count.
        replicates  number of resamples. -#}
    {{ return(adapter.dispatch('bootstrap_interval', 'assay')(relation, keys, unit, value, replicates)) }}
{% endmacro %}

{% macro default__bootstrap_interval(relation, keys, unit, value, replicates) -%}
{%- set key_list = keys | join(', ') -%}
with

bootstrap_units as (
    select
        {{ key_list }},
        cast({{ unit }} as string) as bootstrap_unit,
        {{ assay.exact_sum(value) }} as value_sum,
        count({{ value }}) as value_count
    from {{ relation }}
    group by {{ key_list }}, cast({{ unit }} as string)
),

bootstrap_draws as (
    select
        units.bootstrap_unit,
        replicates.replicate,
        {{ assay.uniform(
            "concat_ws('|', units.bootstrap_unit, cast(replicates.replicate as string))", 'bootstrap'
        ) }} as draw
    from (select distinct bootstrap_unit from bootstrap_units) as units
    cross join (select {{ assay.integer_rows(1, replicates) }} as replicate) as replicates
),

bootstrap_weights as (
    select
        bootstrap_unit,
        replicate,
        {{ assay.poisson_weight('draw') }} as weight
    from bootstrap_draws
),

bootstrap_means as (
    select
        {{ key_list }},
        replicate,
        {{ assay.exact_sum('weight * value_sum') }}
        / nullif(cast(sum(weight * value_count) as double), 0) as replicate_mean
    from bootstrap_units
    inner join bootstrap_weights using (bootstrap_unit)
    group by {{ key_list }}, replicate
),

bootstrap_centred as (
    select
        *,
        replicate_mean
        - sum(cast(replicate_mean as decimal(38, 12))) over (partition by {{ key_list }})
        / cast(count(replicate_mean) over (partition by {{ key_list }}) as double) as deviation
    from bootstrap_means
),

bootstrap_errors as (
    select
        {{ key_list }},
        sqrt({{ assay.exact_sum('deviation * deviation') }} / nullif(count(deviation) - 1, 0))
            as standard_error,
        {{ assay.quantile('replicate_mean', 0.025) }} as ci_low,
        {{ assay.quantile('replicate_mean', 0.975) }} as ci_high
    from bootstrap_centred
    group by {{ key_list }}
),

bootstrap_totals as (
    select
        {{ key_list }},
        cast(sum(value_count) as bigint) as n,
        count(case when value_count > 0 then 1 end) as unit_count,
        {{ assay.exact_sum('value_sum') }} / nullif(sum(value_count), 0) as mean_value
    from bootstrap_units
    group by {{ key_list }}
)

select
    {{ key_list }},
    n,
    unit_count,
    mean_value,
    case when unit_count >= 10 then standard_error end as standard_error,
    case when unit_count >= 10 then ci_low end as ci_low,
    case when unit_count >= 10 then ci_high end as ci_high
from bootstrap_totals
inner join bootstrap_errors using ({{ key_list }})
{%- endmacro %}
