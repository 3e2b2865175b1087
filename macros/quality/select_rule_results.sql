{% macro select_rule_results(rule) %}
{#- The result of one declared rule per day of its dataset, or over all rows where the dataset has no time: use_case,
    rule, checked_date (NULL without time), rows_checked, rows_failed. `rule` as of declared_rules(). -#}
{%- set column = adapter.quote(rule['column_name']) if rule['column_name'] else 'null' -%}
{%- set time_column = rule['column_name'] if rule['check_type'] == 'freshness' else rule['time_column'] -%}
{%- set time = adapter.quote(time_column or rule['time_column']) if time_column or rule['time_column'] else none -%}
{%- set day = 'cast(' ~ time ~ ' as date)' if time is not none else 'cast(null as date)' -%}
{%- set failing = assay._failing_condition(rule, column, time) -%}
select
    {{ assay.text_literal(rule['use_case']) }} as use_case,
    {{ assay.text_literal(rule['rule']) }} as rule,
    checked_date,
    {%- if rule['check_type'] == 'volume' %}
    count(*) as rows_checked,
    case
        when count(*) < {{ rule['low'] if rule['low'] is not none else 0 }}
            or count(*) > {{ rule['high'] if rule['high'] is not none else 'count(*)' }}
            then count(*)
        else 0
    end as rows_failed
    {%- else %}
    sum(case when is_checked then 1 else 0 end) as rows_checked,
    sum(case when is_checked and is_failing then 1 else 0 end) as rows_failed
    {%- endif %}
from (
    select
        {{ day }} as checked_date,
        {{ 'true' if rule['check_type'] in ['not_null', 'volume', 'expression'] else column ~ ' is not null' }} as is_checked,
        {{ failing }} as is_failing
    from {{ rule['relation'] }}
    {{ 'where ' ~ time ~ ' is not null' if time is not none }}
) as checked
group by checked_date
{% endmacro %}
