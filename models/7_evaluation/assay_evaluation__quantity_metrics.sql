{%- set families = assay.quantity_families() -%}
{%- set keys = 'use_case, model_version, output, split' -%}
with

predictions as (
    select * from {{ ref('assay_evaluation__quantity_predictions') }}
),

means as (
    select
        {{ keys }},
        {{ assay.exact_sum('label') }} / count(*) as mean_label,
        {{ assay.exact_sum('error') }} / count(*) as bias
    from predictions
    group by {{ keys }}
),

centred as (
    select
        predictions.*,
        means.bias,
        predictions.label - means.mean_label as label_deviation,
        predictions.error - means.bias as error_deviation
    from predictions
    inner join means using ({{ keys }})
),

summed as (
    select
        {{ keys }},
        {{ assay.exact_sum('error * error') }} / count(*) as mse,
        {%- for metric, loss in assay.quantity_losses().items() %}
        case
            when count({{ loss }}) = count(*) then {{ assay.exact_sum(loss) }} / count(*)
        end as {{ metric }},
        {%- endfor %}
        nullif({{ assay.exact_sum('label_deviation * label_deviation') }} / count(*), 0)
            as label_variance,
        {{ assay.exact_sum('error_deviation * error_deviation') }} / count(*) as error_variance,
        cast(sum(covered) as double) / nullif(count(covered), 0) as interval_coverage,
        {{ assay.exact_sum('predicted_high - predicted_low') }}
        / nullif(count(predicted_high - predicted_low), 0) as interval_width,
        {{ assay.median('abs(error)') }} as median_ae,
        count(*) as n
    from centred
    group by {{ keys }}
),

summaries as (
    select
        *,
        sqrt(mse) as rmse,
        1 - mse / label_variance as r2,
        1 - error_variance / label_variance as explained_variance
    from summed
),

clusters as (
    select
        {{ keys }},
        centred.learner,
        centred.cluster_id,
        max(centred.bias) as bias,
        {%- for metric in families if metric != 'bias' %}
        max({{ metric }}) as {{ metric }},
        {%- endfor %}
        {%- for metric, influence in assay.quantity_influences().items() %}
        {{ assay.exact_sum(influence) }} as {{ metric }}_influence,
        {%- endfor %}
        max(summaries.n) as n
    from centred
    inner join summaries using ({{ keys }})
    group by {{ keys }}, centred.learner, centred.cluster_id
),

estimated as (
    {%- for metric, (family, least_value, greatest_value) in families.items() %}
    select
        {{ keys }},
        '{{ metric }}' as metric,
        learner,
        '{{ family }}' as family,
        max({{ metric }}) as value,
        {% if family -%}
        case
            when max({{ metric }}) is not null
                then {{ assay.sandwich_error(metric ~ '_influence', 'count(*)', 'max(n)') }}
        end
        {%- else -%} cast(null as double) {%- endif %} as standard_error,
        cast({{ 'null' if least_value is none else least_value }} as double) as least_value,
        cast({{ 'null' if greatest_value is none else greatest_value }} as double)
            as greatest_value,
        max(n) as n,
        count(*) as cluster_count
    from clusters
    group by {{ keys }}, learner
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

-- An error of zero, as at the end of a metric's range, says nothing: no interval.
bounded as (
    select
        *,
        value - {{ assay._z95() }} * nullif(standard_error, 0) as low_bound,
        value + {{ assay._z95() }} * nullif(standard_error, 0) as high_bound
    from estimated
),

quantity_metrics as (
    select
        {{ keys }},
        metric,
        learner,
        case
            when low_bound is not null
                then family || case when cluster_count < n then '_clustered' else '' end
        end as interval_method,
        case when value is null then 'insufficient_data' else 'ok' end as evidence_status,
        value,
        standard_error,
        case when low_bound < least_value then least_value else low_bound end as ci_low,
        case when high_bound > greatest_value then greatest_value else high_bound end as ci_high,
        n
    from bounded
    where
        value is not null
        or metric not in ('pinball_loss', 'value_per_decision')
        and (learner <> 'policy' or metric not in ('interval_coverage', 'interval_width'))
)

select * from quantity_metrics
