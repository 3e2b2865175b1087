{% macro wilson_interval(relation, keys, success) %}
    {#- A query that gives, per `keys`, a share and its 95 % Wilson interval; independent rows.
        Columns: the keys, n (rows where it is known), share_rate, ci_low, ci_high; NULL where nothing is known.

        relation  table, CTE or subquery in parentheses.
        keys      list of column names to group by.
        success   SQL condition; NULL is not known and does not count. -#}
    {{ return(adapter.dispatch('wilson_interval', 'assay')(relation, keys, success)) }}
{% endmacro %}

{% macro default__wilson_interval(relation, keys, success) -%}
{%- set key_list = keys | join(', ') -%}
select
    {{ key_list }},
    n,
    share_rate,
    {{ assay.wilson_bound('share_rate', 'cast(n as double)', 'low') }} as ci_low,
    {{ assay.wilson_bound('share_rate', 'cast(n as double)', 'high') }} as ci_high
from (
    select
        {{ key_list }},
        cast(count({{ success }}) as bigint) as n,
        cast(count(case when {{ success }} then 1 end) as double) / nullif(count({{ success }}), 0)
            as share_rate
    from {{ relation }}
    group by {{ key_list }}
) as counted
{%- endmacro %}
