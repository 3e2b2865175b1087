{% macro profit_curve(relation, keys, score, value_if_acting, value_if_not_acting, label=none, bin=none) %}
    {#- A query that gives, per `keys` and threshold, what acting on every row whose score is at or above it pays; the
        row with the highest `value_per_decision` is the best threshold. Every score that occurs is a threshold, and the
        smallest number above 1 stands for never acting.
        Columns: the keys, threshold, total_value, value_per_decision, acted_rate, with a label also true_positive_rate
        and false_positive_rate, then n, valued_rows, acted_rows, with a label also true_positives.

        relation             table, CTE or subquery in parentheses.
        keys                 list of column names that name one curve, such as the model.
        score                SQL expression, a probability; rows without one are left out.
        value_if_acting      SQL expression, money of the row if one acts on it; NULL where it is not known.
        value_if_not_acting  SQL expression, the same if one does not.
        label                SQL expression, 1 or 0; without it there are no rates.
        bin                  SQL expression that no lower score has a higher value of: rows of one bin are tried
                             together, at their lowest score. Without it every score is tried. -#}
    {{ return(adapter.dispatch('profit_curve', 'assay')(
        relation, keys, score, value_if_acting, value_if_not_acting, label, bin
    )) }}
{% endmacro %}

{% macro default__profit_curve(relation, keys, score, value_if_acting, value_if_not_acting, label=none, bin=none) -%}
{%- set key_list = keys | join(', ') -%}
with

curve_scores as (
    select
        {{ key_list }},
        {{ score }} as score,
        {{ bin or score }} as score_bin,
        {%- if label %}
        cast({{ label }} as integer) as label,
        {%- endif %}
        {{ value_if_not_acting }} as value_if_not_acting,
        {{ value_if_acting }} - {{ value_if_not_acting }} as gain
    from {{ relation }}
    where {{ score }} is not null
),

curve_groups as (
    select
        {{ key_list }},
        min(score) as threshold,
        count(*) as group_rows,
        count(gain) as group_valued_rows,
        {%- if label %}
        sum(label) as group_positives,
        {%- endif %}
        coalesce({{ assay.exact_group_sum('gain') }}, 0) as group_gain,
        {{ assay.exact_group_sum('value_if_not_acting') }} as group_value_if_not_acting
    from curve_scores
    group by {{ key_list }}, score_bin
),

curve_totals as (
    select
        {{ key_list }},
        {{ assay.exact_sum('group_value_if_not_acting') }} as value_of_never_acting,
        cast(sum(group_rows) as bigint) as n,
        {%- if label %}
        cast(sum(group_positives) as bigint) as positives,
        {%- endif %}
        cast(sum(group_valued_rows) as bigint) as valued_rows
    from curve_groups
    group by {{ key_list }}
),

curve_thresholds as (
    select
        {{ key_list }},
        threshold,
        group_rows,
        {%- if label %}
        group_positives,
        {%- endif %}
        group_gain
    from curve_groups
    union all
    select
        {{ key_list }},
        {{ assay._never_threshold() }} as threshold,
        0 as group_rows,
        {%- if label %}
        0 as group_positives,
        {%- endif %}
        cast(0 as double) as group_gain
    from curve_totals
),

curve_sums as (
    select
        {{ key_list }},
        threshold,
        cast(sum(cast(group_gain as decimal(38, 12))) over descending_scores as double) as gain,
        {%- if label %}
        cast(sum(group_positives) over descending_scores as bigint) as true_positives,
        {%- endif %}
        cast(sum(group_rows) over descending_scores as bigint) as acted_rows
    from curve_thresholds
    window descending_scores as (
        partition by {{ key_list }}
        order by threshold desc
        rows between unbounded preceding and current row
    )
)

select
    {{ key_list }},
    threshold,
    value_of_never_acting + gain as total_value,
    (value_of_never_acting + gain) / nullif(valued_rows, 0) as value_per_decision,
    cast(acted_rows as double) / n as acted_rate,
    {%- if label %}
    cast(true_positives as double) / nullif(positives, 0) as true_positive_rate,
    cast(acted_rows - true_positives as double) / nullif(n - positives, 0) as false_positive_rate,
    {%- endif %}
    n,
    valued_rows,
    acted_rows
    {%- if label %},
    true_positives
    {%- endif %}
from curve_sums
inner join curve_totals using ({{ key_list }})
{%- endmacro %}
