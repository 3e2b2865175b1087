{% macro _select_latest_days(decisions) -%}
{#- The day of every use case's last decision: the day as of which a mart judges. -#}
select
    use_case,
    cast(max(decided_at) as date) as as_of_date
from {{ decisions }}
group by use_case
{%- endmacro %}
