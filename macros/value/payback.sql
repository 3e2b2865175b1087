{% macro payback(relation, keys, month, amount) %}
    {#- A query that gives, per `keys`, when the money spent has come back: the first month from which the cumulated
        balance never falls below zero again, linear inside the month. Earlier crossings that are undone do not count:
        -1000, 800, 800, -900, 1500 is paid back after 3.2 months, not 1.25.
        Columns: the keys, payback_months. Zero where nothing is ever owed; NULL where it is never paid back or an
        amount is unknown.

        relation  table, CTE or subquery in parentheses; any number of rows per month.
        keys      list of column names that name one stream of money.
        month     SQL expression, months after the start.
        amount    SQL expression, money; costs negative. -#}
    {{ return(adapter.dispatch('payback', 'assay')(relation, keys, month, amount)) }}
{% endmacro %}

{% macro default__payback(relation, keys, month, amount) -%}
{%- set key_list = keys | join(', ') -%}
select
    {{ key_list }},
    case
        when max(unknown_count) > 0 then null
        when max(latest_debt_month) is null then cast(0 as double)
        else max(
            case
                when month_number = latest_debt_month
                    then month_number
                        + (next_month_number - month_number)
                        * (-cast(balance as double) / cast(next_balance - balance as double))
            end
        )
    end as payback_months
from (
    select
        *,
        max(case when balance < 0 then month_number end) over (partition by {{ key_list }}) as latest_debt_month,
        lead(month_number) over (partition by {{ key_list }} order by month_number) as next_month_number,
        lead(balance) over (partition by {{ key_list }} order by month_number) as next_balance
    from (
        select
            {{ key_list }},
            month_number,
            unknown_count,
            sum(month_amount) over (
                partition by {{ key_list }} order by month_number rows unbounded preceding
            ) as balance
        from (
            select
                {{ key_list }},
                cast({{ month }} as double) as month_number,
                cast({{ assay.exact_sum(amount) }} as decimal(38, 12)) as month_amount,
                count(*) - count({{ amount }}) as unknown_count
            from {{ relation }}
            group by {{ key_list }}, {{ month }}
        ) as monthly
    ) as cumulated
) as compared
group by {{ key_list }}
{%- endmacro %}
